import { locales } from '$lib/i18n/locales';
import { readDecimal } from '../../decimal';
import type { AcceptedNumber, AcceptedText, NumericQuestion, Words } from '../../question';
import { linesOf } from './pieces';
import type { Row } from './read-cells';

/** Something accepted with the gap that it belongs to. */
export type Marked = AcceptedText & { gap: string };

/** Share in percent and feedback, behind what is accepted. */
function restOf({ draft }: Row, [share = '', ...said]: string[]): { share: number; feedback?: Words } | null {
	const own = share === '' ? 100 : Number(share.replace('%', ''));
	if (!(own > 0 && own <= 100)) return draft.refuse('fractions', share);
	const feedback = Object.fromEntries(
		locales.flatMap((locale, i) => (said[i] ? [[locale, draft.text(said[i], 'markdown')]] : []))
	) as Words;
	return { share: own, ...(Object.keys(feedback).length && { feedback }) };
}

/** What stands under the answer and the accepted ones, line by line. */
const acceptedLines = ({ cell }: Row): string[][] => [
	...linesOf(cell('answer')),
	...linesOf(cell('accepted'))
];

/** Texts that are accepted; in a question with gaps each line may begin with its gap, else it is the first one. */
export function acceptedTexts(row: Row, hasGaps: boolean): Marked[] | null {
	const found: Marked[] = [];
	for (const [said = '', ...parts] of acceptedLines(row)) {
		const rest = restOf(row, parts);
		if (!rest) return null;
		const [mark, id] = /^\{\{([^{}]{0,40})\}\}\s*/.exec(said) ?? ['', undefined];
		const text = mark && (hasGaps || id === '') ? said.slice(mark.length) : said;
		found.push({ gap: id || '1', text, ...rest });
	}
	return found;
}

/** Numbers that are accepted: with the tolerance of their line, or that of its own column. */
export function acceptedNumbers(row: Row): AcceptedNumber[] | null {
	const found: AcceptedNumber[] = [];
	for (const [said = '', ...parts] of acceptedLines(row)) {
		const rest = restOf(row, parts);
		if (!rest) return null;
		found.push({ range: rangeOf(said, row.cell('tolerance')), ...rest });
	}
	return found.length ? found : row.draft.refuse('noKey');
}

function rangeOf(said: string, tolerance: string): AcceptedNumber['range'] {
	const plain = (text: string) => text.normalize('NFKC').trim();
	const [from, to, ...more] = said.split(/\.\.|~|～|至/);
	if (to !== undefined && !more.length) return { from: plain(from!), to: plain(to) };
	const [value, around] = said.split(/±|\+-|\+\/-/);
	return { value: plain(value!), tolerance: plain(around ?? '') || plain(tolerance) || '0' };
}

/** `元 | 万元 = 10000`: the unit, and others with what one of them is. */
export function unitOf({ draft, cell }: Row): NumericQuestion['unit'] | null {
	const [name, ...rest] = linesOf(cell('unit')).flat();
	if (!name) return null;
	const others = rest.flatMap((one) => {
		const sign = one.lastIndexOf('=');
		const factor = one.slice(sign + 1).trim();
		if (sign > 0 && (readDecimal(factor)?.units ?? 0n) > 0n)
			return [{ name: one.slice(0, sign).trim(), factor }];
		draft.remark('unknownValue', one);
		return [];
	});
	return { name, others };
}
