/** Why the system took a step, as its note names it; each has words under `staffCases.why`. */
const codes = [
	'left',
	'objection',
	'upheld',
	'notUpheld',
	'full',
	'no_longer_eligible',
	'not_active',
	'moved',
	'not_needed',
	'retained'
] as const;
export const isWhy = (code: string): code is (typeof codes)[number] =>
	(codes as readonly string[]).includes(code);
