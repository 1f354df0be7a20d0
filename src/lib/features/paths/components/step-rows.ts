import type { PathContent } from '../content';

/** A step of the form: every value a text, items as `module:code` with empty ones to fill. */
export interface StepRow {
	id: string;
	titleZh: string;
	titleEn: string;
	rule: string;
	count: string;
	items: string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const values = (value: unknown): unknown[] =>
	typeof value === 'object' && value !== null ? Object.values(value) : [];

let made = 0;

/** A row with at least one empty place, and three in a step that begins. */
export function withBlanks(given?: Partial<StepRow>): StepRow {
	const items = (given?.items ?? []).filter(Boolean);
	const blanks = Math.max(1, 3 - items.length);
	return {
		...{ id: `step-${made++}`, titleZh: '', titleEn: '', rule: 'all', count: '' },
		...given,
		items: [...items, ...Array.from({ length: blanks }, () => '')]
	};
}

/** The rows of a form: as they were typed, else as the path has them; a new path begins with two. */
export function rowsOf(kept: unknown, steps: PathContent['steps']): StepRow[] {
	const typed = values(kept).map((row) => {
		const { titleZh, titleEn, rule, count, items } = (row ?? {}) as Record<string, unknown>;
		const given = { titleZh: text(titleZh), titleEn: text(titleEn), rule: text(rule) || 'all' };
		return withBlanks({ ...given, count: text(count), items: values(items).map(text) });
	});
	if (typed.length) return typed;
	const saved = steps.map(({ title, rule, items }) =>
		withBlanks({
			...{ titleZh: title?.['zh-CN'] ?? '', titleEn: title?.en ?? '', rule: rule.kind },
			count: rule.kind === 'atLeast' ? String(rule.count) : '',
			items: items.map((item) => ('module' in item ? `module:${item.module}` : `class:${item.class}`))
		})
	);
	return saved.length ? saved : [withBlanks(), withBlanks()];
}
