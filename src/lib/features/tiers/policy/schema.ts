import { z } from 'zod';
import { roleNames } from '$lib/access/roles';
import { leaveKinds } from '$lib/features/people';
import { isIsoDate } from '$lib/shared/dates';
import { quotaLevels, rankingTerms } from './types';

export const localText = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });
const identifier = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'identifier');
const months = z.int().min(1).max(600);
const workingDays = z.int().min(0).max(250);
const positive = z.number().positive();
/** Read one by one, so that each fault is told at its own line. */
const requirements = z.array(z.unknown()).min(1);

export const ladderSchema = z.strictObject({
	ladder: identifier,
	effectiveFrom: z.string().refine(isIsoDate, 'date'),
	name: localText,
	edition: localText,
	pauses: z.array(z.enum(leaveKinds)).min(1).default([]),
	ranking: z
		.array(
			z.strictObject({
				term: z.enum(rankingTerms),
				weight: positive.max(1),
				full: positive,
				months: months.nullable().default(null)
			})
		)
		.min(1)
		.default([]),
	bottomRank: z
		.strictObject({ count: z.int().min(1).max(1000), then: z.enum(['retrain', 'exit']) })
		.nullable()
		.default(null),
	tiers: z.array(z.unknown()).min(1)
});

export const tierSchema = z.strictObject({
	id: identifier,
	name: localText,
	requirements,
	retain: requirements.optional(),
	readmit: requirements.optional(),
	lapse: z
		.strictObject({
			retrainMonths: months.nullable().default(null),
			then: z.enum(['demote', 'exit']),
			warnDays: workingDays
		})
		.nullable()
		.default(null),
	validityMonths: months.nullable().default(null),
	waivable: z
		.array(
			z.strictObject({
				ref: identifier,
				by: z.enum(roleNames),
				levelsUp: z.int().min(0).max(9),
				months,
				perYear: z.int().min(1).max(10_000)
			})
		)
		.min(1)
		.default([]),
	decision: z
		.discriminatedUnion('by', [
			z.strictObject({ by: z.literal('approver') }),
			z.strictObject({
				by: z.literal('committee'),
				quorum: z.int().min(1).max(99),
				majority: z.enum(['half', 'twoThirds'])
			})
		])
		.default({ by: 'approver' }),
	noticeDays: workingDays.default(0),
	quota: z
		.strictObject({
			places: z.int().min(0).max(100_000).nullable().default(null),
			per: z.enum(quotaLevels).default('unit')
		})
		// A level without a number would say nothing.
		.refine(({ places, per }) => places !== null || per === 'unit', 'perWithoutPlaces')
		.nullable()
		.default(null),
	authority: z
		.array(
			z.strictObject({
				id: identifier,
				name: localText,
				limit: z
					.strictObject({ amount: z.number().min(0), unit: z.string().trim().min(1).max(20) })
					.nullable()
					.default(null)
			})
		)
		.min(1)
		.default([])
});

export const requirementSchema = z.record(z.string(), z.unknown());
export const partsSchema = z.array(z.unknown()).min(1);
export const countedSchema = z.strictObject({ count: z.int().min(1), of: partsSchema });
export const refSchema = identifier;
