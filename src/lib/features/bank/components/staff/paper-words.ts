import type { KnowledgeArea, Level } from '$lib/content/question-vocabulary';
import type { I18n } from '$lib/i18n/i18n';
import type { Cell } from '../../assembly/blueprint';
import type { Verdict } from '../../assembly/verify';
import type { AssemblyStatus, PaperStatus } from '../../states';

type Words = Pick<I18n, 't' | 'number' | 'percent'>;

export const paperTones = {
	draft: 'plain',
	inReview: 'missing',
	approved: 'met',
	sealed: 'accent',
	used: 'accent',
	released: 'met',
	withdrawn: 'danger'
} as const satisfies Record<PaperStatus, string>;

export const assemblyTones = {
	waiting: 'missing',
	done: 'met',
	impossible: 'danger',
	failed: 'danger'
} as const satisfies Record<AssemblyStatus, string>;

/** „法律法规 · 运用 · 单选题"; the whole paper where nothing is named. */
export function cellName({ area, level, type }: Omit<Cell, 'from' | 'to'>, { t }: Pick<Words, 't'>): string {
	const parts = [
		area && t(`exams.area.${area as KnowledgeArea}`),
		level && t(`bank.level.${level as Level}`),
		type && t(`bank.type.${type}`)
	];
	return parts.filter(Boolean).join(' · ') || t('staffBank.blueprints.anything');
}

/** What a constraint is about. */
export const verdictName = (verdict: Verdict, words: Words): string =>
	verdict.what === 'cell' ? cellName(verdict.cell!, words) : words.t(`staffBank.papers.what.${verdict.what}`);

/** A value of a constraint: a share, minutes, or a count. */
export function verdictValue({ what }: Pick<Verdict, 'what'>, value: number, words: Words): string {
	if (what === 'difficulty') return words.percent(value / 1000, 1);
	if (what === 'seconds') {
		const minutes = words.number(value / 60, { maximumFractionDigits: 1 });
		return words.t('staffBank.papers.minutes', { minutes });
	}
	return words.number(value);
}

/** What a constraint asks for. */
export function requiredOf({ what, required: { from, to } }: Verdict, words: Words): string {
	const [least, most] = [verdictValue({ what }, from, words), verdictValue({ what }, to, words)];
	return least === most ? least : words.t('staffBank.blueprints.between', { from: least, to: most });
}

/** A constraint that the solver names, in words; `cell 3` is the blueprint's fourth. */
export function constraintName(name: string, cells: readonly Cell[], words: Words): string {
	const { t } = words;
	const cell = /^cell (\d+)$/.exec(name);
	if (cell && cells[Number(cell[1])]) return cellName(cells[Number(cell[1])]!, words);
	if (name.startsWith('even')) return t('staffBank.papers.what.even');
	switch (name) {
		case 'items':
		case 'marks':
		case 'seconds':
		case 'difficulty':
		case 'earlier':
		case 'enemies':
		case 'shared':
		case 'apart':
		case 'required':
			return t(`staffBank.papers.what.${name}`);
		default:
			return name;
	}
}
