import type { Hours } from './content';
import { choicesOf } from './gap-choices';

/** Something that can be learned: a module, or a class that is open. */
export interface Offer {
	/** `module:code` or `class:id`. */
	key: string;
	/** Code of the module, when it is one. */
	module?: string;
	/** Time that it still takes, in minutes. */
	minutes: number;
	/** What it brings, in minutes. */
	credit: number;
	area: string;
	method: string;
	/** Codes of the modules that must be completed before; those that are completed are left out. */
	requires: readonly string[];
}

/** What learning has still to bring. */
export type Need =
	| { kind: 'module'; module: string }
	| { kind: 'hours'; hours: Hours }
	| { kind: 'some'; count: number; of: Need[] };

export interface Closing {
	/** Keys, those that others wait for first. */
	take: string[];
	/** The sum of what they take, in minutes. */
	minutes: number;
	/** Required modules that nobody can take now. */
	unavailable: string[];
	/** Hours that nothing on offer brings. */
	open: Hours[];
}

/** Larger questions than any standard asks are answered well instead of best. */
const BRANCHES_AT_MOST = 20_000;

/**
 * The set of offers that closes a gap in the least time: required modules with what they stand on, and the hours that
 * are then still short. Of two that take the same time the one with fewer parts, then by key.
 */
export function closeGap(needs: readonly Need[], offers: readonly Offer[]): Closing {
	const byModule = new Map(offers.flatMap((offer) => (offer.module ? [[offer.module, offer] as const] : [])));
	let best: Found | null = null;
	for (const wanted of choicesOf({ kind: 'some', count: needs.length, of: [...needs] })) {
		const taken = new Set<Offer>();
		const unavailable = wanted.modules.filter((module) => !takeWithBefore(module, byModule, taken));
		const found = cover(wanted.hours, offers, byModule, taken);
		const whole = { ...found, unavailable };
		if (!best || isBetter(whole, best)) best = whole;
	}
	const taken = best ? inOrder([...best.taken], byModule) : [];
	return {
		take: taken.map(({ key }) => key),
		minutes: taken.reduce((sum, { minutes }) => sum + minutes, 0),
		unavailable: best?.unavailable ?? [],
		open: best?.open ?? []
	};
}

interface Found {
	taken: Set<Offer>;
	open: Hours[];
	unavailable: string[];
}

/** Takes a module with all that comes before it; false, and nothing taken, when one of them cannot be had. */
function takeWithBefore(module: string, byModule: Map<string, Offer>, taken: Set<Offer>): boolean {
	const with_ = new Set<Offer>();
	const visit = (code: string): boolean => {
		const offer = byModule.get(code);
		if (!offer) return false;
		if (taken.has(offer) || with_.has(offer)) return true;
		with_.add(offer);
		return offer.requires.every(visit);
	};
	if (!visit(module)) return false;
	for (const offer of with_) taken.add(offer);
	return true;
}

const counts = ({ area, method }: Hours, offer: Offer) =>
	(!area || area === offer.area) && (!method || method === offer.method);

const shortOf = (hours: Hours, taken: Iterable<Offer>) => {
	let short = hours.minutes;
	for (const offer of taken) if (counts(hours, offer)) short -= offer.credit;
	return Math.max(0, short);
};

/** Adds what closes the hours in the least time: branch and bound over the offers that count. */
function cover(
	hours: readonly Hours[],
	offers: readonly Offer[],
	byModule: Map<string, Offer>,
	start: ReadonlySet<Offer>
): Omit<Found, 'unavailable'> {
	const useful = offers
		.filter((offer) => offer.credit > 0 && hours.some((one) => counts(one, offer)))
		.filter((offer) => !offer.module || takeWithBefore(offer.module, byModule, new Set()))
		.sort((a, b) => a.minutes / a.credit - b.minutes / b.credit || (a.key < b.key ? -1 : 1));
	// What cannot be had at all is taken as far as it goes.
	const most = new Set(start);
	for (const offer of useful) addWithBefore(offer, byModule, most);
	const reachable = hours.map((one) => ({ ...one, minutes: one.minutes - shortOf(one, most) }));
	const open = hours.flatMap((one) => {
		const minutes = shortOf(one, most);
		return minutes ? [{ ...one, minutes }] : [];
	});

	let best: Set<Offer> | null = null;
	let branches = 0;
	const search = (at: number, taken: Set<Offer>): void => {
		if (best && !mayBeat(taken, best, reachable, useful.slice(at))) return;
		const short = reachable.filter((one) => shortOf(one, taken) > 0);
		if (!short.length) {
			if (!best || compare(taken, best) < 0) best = taken;
			return;
		}
		const offer = useful[at];
		if (!offer || (best && ++branches > BRANCHES_AT_MOST)) return;
		if (!taken.has(offer) && short.some((one) => counts(one, offer))) {
			const more = new Set(taken);
			addWithBefore(offer, byModule, more);
			search(at + 1, more);
		}
		search(at + 1, taken);
	};
	search(0, new Set(start));
	return { taken: best ?? most, open };
}

function addWithBefore(offer: Offer, byModule: Map<string, Offer>, taken: Set<Offer>): void {
	if (offer.module) takeWithBefore(offer.module, byModule, taken);
	else taken.add(offer);
}

/** Whether a set could still become better than the best: what is short takes at least its cheapest rate. */
function mayBeat(taken: Set<Offer>, best: Set<Offer>, hours: Hours[], left: readonly Offer[]): boolean {
	const least = hours.map((one) => {
		const rates = left.filter((offer) => counts(one, offer)).map((offer) => offer.minutes / offer.credit);
		const short = shortOf(one, taken);
		return short && rates.length ? short * Math.min(...rates) : short ? Infinity : 0;
	});
	return timeOf(taken) + Math.max(0, ...least) <= timeOf(best);
}

const timeOf = (taken: Iterable<Offer>) => {
	let minutes = 0;
	for (const offer of taken) minutes += offer.minutes;
	return minutes;
};
const nameOf = (taken: Set<Offer>) =>
	[...taken]
		.map(({ key }) => key)
		.sort()
		.join(' ');

function compare(a: Set<Offer>, b: Set<Offer>): number {
	return timeOf(a) - timeOf(b) || a.size - b.size || (nameOf(a) < nameOf(b) ? -1 : 1);
}

/** First what leaves least open, then the least time. */
function isBetter(a: Found, b: Found): boolean {
	const left = ({ unavailable, open }: Found) =>
		unavailable.length * 1e9 + open.reduce((sum, { minutes }) => sum + minutes, 0);
	return left(a) !== left(b) ? left(a) < left(b) : compare(a.taken, b.taken) < 0;
}

/** Modules after those that they require; otherwise as the catalogue has them. */
function inOrder(taken: Offer[], byModule: Map<string, Offer>): Offer[] {
	const done = new Set<Offer>();
	const visit = (offer: Offer): void => {
		if (done.has(offer)) return;
		for (const code of offer.requires) {
			const before = byModule.get(code);
			if (before && taken.includes(before)) visit(before);
		}
		done.add(offer);
	};
	for (const offer of taken) visit(offer);
	return [...done];
}
