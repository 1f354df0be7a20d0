import { z } from 'zod';
import { findPersonalNumber, rubricDimensions } from '$lib/features/mentoring';
import { id, isoDate, key, optionalDate, optionalText, requiredText, wholeNumber } from '$lib/shared/form';
import {
	criteria,
	customerKinds,
	languages,
	MAX_CAPACITY,
	MAX_TRAINEES,
	pauseKinds,
	type Weights
} from './vocabulary';

const listOf = <const T extends readonly [string, ...string[]]>(values: T) =>
	z
		.preprocess(
			(value) => (value === undefined ? [] : [value].flat()),
			z.array(z.enum(values, key('app.field.choice')))
		)
		.transform((list) => values.filter((value) => list.includes(value)) as T[number][]);
const steps = z.preprocess(
	(value) => (value === undefined ? [] : [value].flat()),
	z
		.array(z.coerce.number().int().min(1, key('app.field.choice')).max(7, key('app.field.choice')))
		.transform((list) => [...new Set(list)].sort())
);
/** Others read it for long: no customer's numbers. */
const note = z
	.string()
	.trim()
	.max(500, key('app.field.too_long'))
	.default('')
	.superRefine((text, check) => {
		const code = findPersonalNumber(text);
		if (code) check.addIssue({ code: 'custom', message: code });
	});

export const saveProfileSchema = z.object({
	personId: id,
	capacity: wholeNumber(0, MAX_CAPACITY),
	steps,
	customers: listOf(customerKinds),
	languages: listOf(languages),
	rubric: listOf(rubricDimensions),
	note
});
export type SaveProfile = z.output<typeof saveProfileSchema>;

export const saveWishSchema = z.object({
	customers: listOf(customerKinds),
	languages: listOf(languages),
	note
});
export type SaveWish = z.output<typeof saveWishSchema>;

export const pauseMentorSchema = z.object({
	personId: id,
	kind: z.enum(pauseKinds, key('app.field.choice')),
	startsOn: isoDate,
	endsOn: optionalDate,
	reason: requiredText(500)
});
export type PauseMentor = z.output<typeof pauseMentorSchema>;

export const endPauseSchema = z.object({ pauseId: id });
export type EndPause = z.output<typeof endPauseSchema>;

export const proposePairSchema = z.object({ mentorId: id, note: note.pipe(requiredText(500)) });
export type ProposePair = z.output<typeof proposePairSchema>;

export const withdrawProposalSchema = z.object({ proposalId: id });

/** When, how much and to what end: of one pairing or of all of a matching. */
const terms = {
	startsOn: isoDate,
	endsOn: isoDate,
	plannedHours: wholeNumber(1, 1000),
	goal: requiredText(500)
};

export const acceptProposalSchema = z
	.object({ proposalId: id, ...terms, reason: requiredText(500) })
	.transform(({ plannedHours, ...rest }) => ({ ...rest, plannedMinutes: plannedHours * 60 }));
export type AcceptProposal = z.output<typeof acceptProposalSchema>;

export const refuseProposalSchema = z.object({ proposalId: id, reason: requiredText(500) });
export type RefuseProposal = z.output<typeof refuseProposalSchema>;

const weight = wholeNumber(0, 100);
const weights = z
	.object(Object.fromEntries(criteria.map((one) => [one, weight])) as Record<keyof Weights, typeof weight>)
	.refine((given) => criteria.some((one) => given[one] > 0), key('mentors.matching.weights'));

export const createMatchingSchema = z
	.object({
		title: requiredText(100),
		traineeIds: z
			.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(id))
			.transform((list) => [...new Set(list)])
			.pipe(
				z
					.array(z.string())
					.min(1, key('mentors.matching.nobody'))
					.max(MAX_TRAINEES, key('mentors.matching.too_many'))
			),
		weights,
		...terms
	})
	.transform(({ plannedHours, ...rest }) => ({ ...rest, plannedMinutes: plannedHours * 60 }));
export type CreateMatching = z.output<typeof createMatchingSchema>;

const revision = z.coerce.number().int().min(1);
export const solveAgainSchema = z.object({ matchingId: id, revision, weights });
export type SolveAgain = z.output<typeof solveAgainSchema>;

export const changeRowSchema = z.object({
	matchingId: id,
	traineeId: id,
	revision,
	/** Empty: nobody. */
	mentorId: z.union([z.literal('').transform(() => null), id])
});
export type ChangeRow = z.output<typeof changeRowSchema>;

export const publishMatchingSchema = z.object({ matchingId: id, revision });
export type PublishMatching = z.output<typeof publishMatchingSchema>;
export const discardMatchingSchema = z.object({ matchingId: id });

/** The trainees that a new matching is chosen from. */
export const intakeFilterSchema = z.object({
	q: optionalText(100).catch(null),
	unit: id.nullable().catch(null).default(null),
	hiredSince: optionalDate.catch(null)
});
export type IntakeFilter = z.output<typeof intakeFilterSchema>;
