import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import type { Policy } from '../policy/types';
import type { Change, Compared, Mover } from './compare';
import { effects, type Effect } from './effects';

export type Counts = Record<Effect, number>;
const zero = (): Counts => ({ gains: 0, loses: 0, lapses: 0, keeps: 0 });

export interface Edition {
	edition: LocalText;
	effectiveFrom: IsoDate;
}

/** What a simulation found, for the whole workforce; names of people stand in rows of their own. */
export interface Figures {
	/** How many people on the ladder were looked at. */
	people: number;
	before: (Edition & { id: string }) | null;
	after: Edition;
	eligible: { before: number; after: number };
	/** People who hold a tier and no longer satisfy it. */
	failing: { before: number; after: number };
	totals: Counts;
	tiers: (Counts & { id: string; name: LocalText })[];
	/** Units with people on the ladder, each with those below it. */
	units: (Counts & { id: string; name: LocalText; path: string; people: number })[];
	movers: (Counts & Mover)[];
	/** Reasons that are no requirement. */
	reasons: Record<string, Counts>;
}

export interface UnitName {
	id: string;
	path: string;
	name: LocalText;
}

/** Adds up what was found person by person. */
export class Tally {
	private people = 0;
	private eligible = { before: 0, after: 0 };
	private failing = { before: 0, after: 0 };
	private readonly totals = zero();
	private readonly byTier = new Map<string, Counts>();
	private readonly byUnit = new Map<string, Counts & { people: number }>();
	private readonly byReason = new Map<string, Counts>();

	/** `units`: the person's unit and every one above it. */
	add(found: Compared, units: readonly string[]): void {
		this.people++;
		this.eligible.before += Number(found.eligibleBefore);
		this.eligible.after += Number(found.eligibleAfter);
		this.failing.before += Number(!found.retainedBefore);
		this.failing.after += Number(!found.retainedAfter);
		for (const unit of units) {
			const counts = at(this.byUnit, unit, () => ({ ...zero(), people: 0 }));
			counts.people++;
			for (const { effect } of found.changes) counts[effect]++;
		}
		for (const change of found.changes) this.count(change);
	}

	private count({ effect, tier, moved }: Change): void {
		this.totals[effect]++;
		at(this.byTier, tier, zero)[effect]++;
		for (const key of moved) at(this.byReason, key, zero)[effect]++;
	}

	figures(
		before: { id: string; policy: Policy } | null,
		after: Policy,
		movers: Iterable<Mover>,
		units: readonly UnitName[]
	): Figures {
		const editionOf = ({ edition, effectiveFrom }: Policy) => ({ edition, effectiveFrom });
		const names = new Map(
			[...(before?.policy.tiers ?? []), ...after.tiers].map(({ id, name }) => [id, name] as const)
		);
		const moversFound = [...movers].map((mover) => ({
			...mover,
			...(this.byReason.get(mover.key) ?? zero())
		}));
		const known = new Set(moversFound.map(({ key }) => key));
		return {
			...{ people: this.people, eligible: this.eligible, failing: this.failing, totals: this.totals },
			before: before && { id: before.id, ...editionOf(before.policy) },
			after: editionOf(after),
			tiers: [...names].map(([id, name]) => ({ id, name, ...(this.byTier.get(id) ?? zero()) })),
			units: units
				.filter(({ id }) => this.byUnit.has(id))
				.map((unit) => ({ ...unit, ...this.byUnit.get(unit.id)! })),
			movers: moversFound.sort((a, b) => sum(b) - sum(a)),
			reasons: Object.fromEntries([...this.byReason].filter(([key]) => !known.has(key)))
		};
	}
}

export const sum = (counts: Counts): number => effects.reduce((all, effect) => all + counts[effect], 0);

function at<V>(map: Map<string, V>, key: string, make: () => V): V {
	let value = map.get(key);
	if (value === undefined) map.set(key, (value = make()));
	return value;
}
