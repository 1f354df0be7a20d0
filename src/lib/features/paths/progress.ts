import { isWithin } from '$lib/features/tiers';
import type { IsoDate } from '$lib/shared/dates';
import type { PathItem, PathStep } from './content';

/** What a person has learned, as far as paths ask. Days are those on which it was first completed. */
export interface Learned {
	/** Code of a module -> day. */
	modules: ReadonlyMap<string, IsoDate>;
	/** Subject of a class -> day. */
	classes: ReadonlyMap<string, IsoDate>;
	credits: readonly { earnedOn: IsoDate; minutes: number; area: string; method: string }[];
}

export interface StepProgress {
	items: { item: PathItem; done: boolean; on: IsoDate | null; minutes: number | null }[];
	/** How many items must be done, and how many of those are. */
	need: number;
	have: number;
	/** `later`: a step before it is not finished. */
	state: 'done' | 'now' | 'later';
}

export interface PathProgress {
	steps: StepProgress[];
	/** Over all steps. */
	need: number;
	have: number;
	/** The day on which the last step was finished; null while one is not, and for hours, which have no day. */
	completedOn: IsoDate | null;
	done: boolean;
}

/** How far a person is on a path on a day. What was completed before `since` does not count. */
export function computeProgress(
	steps: readonly PathStep[],
	learned: Learned,
	asOf: IsoDate,
	since: IsoDate | null = null
): PathProgress {
	const counts = (on: IsoDate | undefined): on is IsoDate =>
		on !== undefined && on <= asOf && (since === null || on >= since);
	let open = true;
	const days: IsoDate[] = [];
	const all = steps.map(({ rule, items }): StepProgress => {
		const found = items.map((item) => {
			if ('hours' in item) {
				const minutes = earned(item.hours, learned, asOf);
				return { item, done: minutes >= item.hours.minutes, on: null, minutes };
			}
			const on = 'module' in item ? learned.modules.get(item.module) : learned.classes.get(item.class);
			return { item, done: counts(on), on: counts(on) ? on : null, minutes: null };
		});
		const need = rule.kind === 'all' ? items.length : Math.min(rule.count, items.length);
		const done = found.filter((one) => one.done);
		const have = Math.min(need, done.length);
		const state = have >= need ? 'done' : open ? 'now' : 'later';
		if (have < need) open = false;
		// Of a choice the earliest that are enough decide.
		else
			days.push(
				...done
					.flatMap(({ on }) => on ?? [])
					.sort()
					.slice(0, need)
					.slice(-1)
			);
		return { items: found, need, have, state };
	});
	const done = all.every(({ state }) => state === 'done');
	return {
		steps: all,
		need: all.reduce((sum, { need }) => sum + need, 0),
		have: all.reduce((sum, { have }) => sum + have, 0),
		completedOn: done ? (days.sort().at(-1) ?? null) : null,
		done
	};
}

function earned(
	hours: { withinMonths: number; area?: string; method?: string },
	{ credits }: Learned,
	asOf: IsoDate
): number {
	return credits
		.filter(({ earnedOn }) => isWithin(earnedOn, hours.withinMonths, asOf))
		.filter(({ area }) => !hours.area || area === hours.area)
		.filter(({ method }) => !hours.method || method === hours.method)
		.reduce((sum, { minutes }) => sum + minutes, 0);
}
