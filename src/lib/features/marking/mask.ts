/** What stands where an answer names its author. */
const BLACK = '■■■';

/**
 * An answer without what would tell who wrote it: name, numbers, address. Longer names first, so that no part of one is left;
 * widths, spaces between the characters of a name and case do not hide one.
 */
export function masked(text: string, tells: readonly (string | null)[]): string {
	const names = tells
		.filter((tell): tell is string => tell !== null && tell.trim().length > 1)
		.sort((a, b) => b.length - a.length);
	return names.reduce((said, name) => said.replace(patternOf(name.trim()), BLACK), text);
}

const patternOf = (name: string): RegExp =>
	new RegExp(
		[...name.normalize('NFKC')]
			.filter((character) => !/\s/.test(character))
			.map((character) => {
				const wide =
					character >= '!' && character <= '~' ? String.fromCharCode(character.charCodeAt(0) + 0xfee0) : '';
				return `[${[character, wide].map((one) => one.replace(/[\\\]^-]/g, '\\$&')).join('')}]`;
			})
			.join('\\s*'),
		'giu'
	);
