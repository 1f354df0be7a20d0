import type { LocalText } from '$lib/i18n/locales';
import type { Tier } from '../policy/types';
import { no, yes, type Decision } from '$lib/shared/result';

/** The places of a tier in one unit and below. */
export interface Places {
	unitId: string;
	unitName: LocalText;
	/** Path of the unit; people of every unit below it count. */
	unitPath: string;
	places: number;
	/** People who stand on the tier. */
	held: number;
	/** Others with an open case to the tier. */
	promised: number;
}

export const freeOf = ({ places, held, promised }: Places): number => Math.max(0, places - held - promised);

interface Unit {
	path: string;
	kind: 'headOffice' | 'branch' | 'outlet';
}

/**
 * Where the standard's number of places holds for people of a unit: the nearest unit of its level, from theirs up.
 * Null: none of that level is over them, so the standard limits them nowhere.
 */
export function standardUnit<U extends Unit>(
	{ per }: NonNullable<Tier['quota']>,
	unitPath: string,
	units: readonly U[]
): U | null {
	const over = units
		.filter(({ path }) => unitPath.startsWith(path))
		.sort((a, b) => b.path.length - a.path.length);
	if (per === 'organisation') return over.at(-1) ?? null;
	return over.find(({ path, kind }) => (per === 'unit' ? path === unitPath : kind === per)) ?? null;
}

/** Whether people, by the paths of their units, find a place each in every unit that limits them. */
export function decidePlaces(
	limits: readonly Places[],
	unitPaths: readonly string[],
	words: (text: LocalText) => string,
	tier: LocalText
): Decision<object> {
	for (const limit of limits) {
		const wanted = unitPaths.filter((path) => path.startsWith(limit.unitPath)).length;
		const free = freeOf(limit);
		if (wanted > free) {
			const params = {
				unit: words(limit.unitName),
				tier: words(tier),
				places: limit.places,
				free,
				count: wanted
			};
			return no('cases.quota.full', params);
		}
	}
	return yes({});
}
