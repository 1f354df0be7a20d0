import { knowledgeAreas, type KnowledgeArea } from '$lib/content/training-vocabulary';

/** How long modules take to study: up to so many minutes. */
export const LENGTHS = { short: 30, middle: 60, long: Infinity } as const;
export type Length = keyof typeof LENGTHS;
export const lengths = Object.keys(LENGTHS) as Length[];

/** How a training is had; modules are all online. */
export const trainingMethods = [
	'online',
	'classroom',
	'camp',
	'exchange',
	'handsOn',
	'professional'
] as const;

/** Tiers of the default ladder that a module can be meant for. */
export const moduleTiers = ['assistant', 'manager', 'senior', 'principal'] as const;

/** What the catalogue may be narrowed to; empty strings narrow nothing. */
export interface TrainingFilter {
	/** As typed. */
	q: string;
	area: KnowledgeArea | '';
	method: (typeof trainingMethods)[number] | '';
	tier: (typeof moduleTiers)[number] | '';
	length: Length | '';
	/** Of the hits, from 1. */
	page: number;
}

const pick = <T extends string>(all: readonly T[], value: string | null): T | '' =>
	all.find((one) => one === value) ?? '';

/** The filter that an address names; what it does not know is left out. */
export function readTrainingFilter(params: URLSearchParams): TrainingFilter {
	const page = Number(params.get('page'));
	return {
		q: (params.get('q') ?? '').trim().slice(0, 100),
		area: pick(knowledgeAreas, params.get('area')),
		method: pick(trainingMethods, params.get('method')),
		tier: pick(moduleTiers, params.get('tier')),
		length: pick(lengths, params.get('length')),
		page: Number.isInteger(page) && page > 0 && page <= 100 ? page : 1
	};
}

/** Whether a filter narrows or asks anything. */
export const isAsked = ({ q, area, method, tier, length }: TrainingFilter): boolean =>
	Boolean(q || area || method || tier || length);

/** Whether a module is within a filter, whatever is searched for. One that names no tier is meant for everybody. */
export function isWithin(
	module: { area: string; method: string; tiers: readonly string[]; creditMinutes: number },
	{ area, method, tier, length }: TrainingFilter
): boolean {
	if (area && module.area !== area) return false;
	if (method && module.method !== method) return false;
	if (tier && module.tiers.length && !module.tiers.includes(tier)) return false;
	return !length || length === lengthOf(module.creditMinutes);
}

export const lengthOf = (minutes: number): Length => lengths.find((one) => minutes <= LENGTHS[one]) ?? 'long';
