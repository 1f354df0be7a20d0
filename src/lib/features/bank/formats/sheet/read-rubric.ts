import { locales } from '$lib/i18n/locales';
import type { RubricRow, Words } from '../../question';
import { linesOf } from './pieces';
import type { Row } from './read-cells';

const LEVEL = /^(\d{1,3}(?:\.\d+)?)\s*%?\s*[:：]\s*([^]*)$/;

/**
 * `weight | criterion | 100: words | 60: words`, one row to a line, in either language or both: rows and levels of the
 * second language belong to those at the same place. Null, with the reason in the draft, where they cannot be read.
 */
export function readRubric({ draft, cell }: Row): RubricRow[] | null {
	const rubric: RubricRow[] = [];
	for (const locale of locales) {
		const say = (words: Words, text: string) => {
			if (text) words[locale] = draft.text(text, 'markdown');
		};
		for (const [at, [weight = '', criterion = '', ...levels]] of linesOf(
			cell(`rubric.${locale}`)
		).entries()) {
			const parts = levels.map((level) => LEVEL.exec(level));
			const own = Number(weight.replace('%', ''));
			if (!(own > 0) || parts.some((part) => !part))
				return draft.refuse('levels', [weight, ...levels].join(' | '));
			const row = (rubric[at] ??= { id: String(at + 1), criterion: {}, weight: own, levels: [] });
			say(row.criterion, criterion);
			for (const [i, part] of parts.entries()) {
				const level = (row.levels[i] ??= { share: Number(part![1]), words: {} });
				say(level.words, part![2]!);
			}
		}
	}
	return rubric;
}
