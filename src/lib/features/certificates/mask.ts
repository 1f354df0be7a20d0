const COMPOUND =
	/^(欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|长孙|宇文|夏侯|端木|百里|东郭|南宫|西门|独孤|轩辕|公羊|澹台|申屠|太史|闻人|赫连|濮阳|钟离|淳于|单于|司空|鲜于|呼延|第五|万俟|拓跋)/u;
const DOTS = /[·•・‧∙．]/u;
const LATIN = /^[\p{Script=Latin}\p{Mn}'’.-]+$/u;

/**
 * A holder's name for people who know only the number: enough to compare with the paper in hand, not enough to
 * learn the name (王*明, 欧阳*娜, 阿***·吐**, M*** S***).
 */
export function maskName(name: string): string {
	const plain = name.trim().replace(/\s+/g, ' ');
	if (DOTS.test(plain)) return plain.split(DOTS).map(maskPart).join('·');
	if (plain.includes(' ') || LATIN.test(plain)) return plain.split(' ').map(maskPart).join(' ');
	const characters = [...plain];
	const surname = [...(COMPOUND.exec(plain)?.[0] ?? '')].length;
	const kept = surname && characters.length > surname ? surname : 1;
	if (characters.length <= 1) return '*';
	if (characters.length === kept + 1) return `${characters.slice(0, kept).join('')}*`;
	return `${characters.slice(0, kept).join('')}*${characters.at(-1)}`;
}

/** The first character and up to three stars; always three behind a Latin initial. */
function maskPart(part: string): string {
	const [first = '', ...rest] = [...part];
	if (LATIN.test(part)) return `${first}***`;
	return rest.length ? first + '*'.repeat(Math.min(rest.length, 3)) : '*';
}

/** A name as it is compared: without spaces, dots and hyphens, width and case folded. */
const comparable = (name: string): string =>
	name
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[\s\p{Pd}\p{Cf}·•・‧∙.,'’]/gu, '');

/** Whether a typed full name is the holder's. */
export const sameName = (typed: string, holder: string): boolean =>
	comparable(typed) !== '' && comparable(typed) === comparable(holder);
