/**
 * Rows of what a program took, against its limits.
 * @param {string} name
 * @param {{ seconds: number, megabytes: number }} found
 * @param {{ seconds: number, megabytes: number }} limits
 * @param {string} [more] said beside the seconds
 */
export const usageRows = (name, found, limits, more = '') => [
	{
		name,
		measured: `${found.seconds.toFixed(1)} s${more}`,
		limit: `<= ${limits.seconds} s`,
		met: found.seconds <= limits.seconds
	},
	{
		name: 'the same: most memory',
		measured: `${found.megabytes} MB`,
		limit: `<= ${limits.megabytes} MB`,
		met: found.megabytes <= limits.megabytes
	}
];
