import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import type { Learnable } from './catalogue.server';
import type { Hours, PathItem, PathStep } from './content';
import type { PathProgress } from './progress';

/** An item of a path as a page shows it. */
export interface ItemView {
	key: string;
	kind: 'module' | 'class' | 'hours';
	/** Null for hours, whose words are the page's. */
	title: LocalText | null;
	/** How long it takes. */
	minutes: number;
	/** Where it is learned; null when it cannot be begun. */
	href: string | null;
	done: boolean;
	on: IsoDate | null;
	/** Of hours: what is asked, and what of it is there. */
	hours: (Hours & { withinMonths: number; earned: number }) | null;
}
export interface StepView {
	title: LocalText | null;
	rule: PathStep['rule'];
	need: number;
	have: number;
	state: 'done' | 'now' | 'later';
	items: ItemView[];
}

const named = (code: string): LocalText => ({ 'zh-CN': code, en: code });

/** An item with its title and address; what is not in the catalogue any more keeps its code for a name. */
export function describeItem(
	item: PathItem,
	known: ReadonlyMap<string, Learnable>
): Omit<ItemView, 'done' | 'on'> {
	if ('hours' in item) {
		const { area = '', method = '', minutes } = item.hours;
		return {
			...{ key: `hours:${area}:${method}:${minutes}`, kind: 'hours', title: null, minutes },
			href: '/path/learning',
			hours: { ...item.hours, earned: 0 }
		};
	}
	const [kind, code] =
		'module' in item ? (['module', item.module] as const) : (['class', item.class] as const);
	const found = known.get(`${kind}:${code}`);
	return {
		...{ key: `${kind}:${code}`, kind, title: found?.title ?? named(code), minutes: found?.minutes ?? 0 },
		href:
			kind === 'class' ? `/classes?subject=${code}` : found && !found.isRetired ? `/training/${code}` : null,
		hours: null
	};
}

/** Steps as a page shows them to whoever is on them. */
export function describeSteps(
	steps: readonly PathStep[],
	progress: PathProgress,
	known: ReadonlyMap<string, Learnable>
): StepView[] {
	return steps.map(({ title, rule }, i) => {
		const { items, need, have, state } = progress.steps[i]!;
		return {
			...{ title: title ?? null, rule, need, have, state },
			items: items.map(({ item, done, on, minutes }) => {
				const view = describeItem(item, known);
				const hours = view.hours && { ...view.hours, earned: minutes ?? 0 };
				return { ...view, hours, done, on };
			})
		};
	});
}
