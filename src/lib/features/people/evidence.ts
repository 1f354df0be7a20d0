import { z } from 'zod';
import { id, isoDate, key, optionalDate, optionalText, requiredText } from '$lib/shared/form';
import type { IsoDate } from '$lib/shared/dates';

export const evidenceKinds = [
	'education',
	'title',
	'experience',
	'induction',
	'creditCheck',
	'discipline',
	'leave',
	'conductReview'
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** Read only with `people.sensitive.read`, and every look at another person's is audited (design, 5). */
export const sensitiveKinds = [
	'creditCheck',
	'discipline',
	'conductReview'
] as const satisfies readonly EvidenceKind[];
export const isSensitive = (kind: EvidenceKind): boolean =>
	(sensitiveKinds as readonly string[]).includes(kind);

/** From lower to higher, as the grade standard compares them (domain, 3.1). */
export const educationLevels = ['highSchool', 'associate', 'bachelor', 'master', 'doctor'] as const;
export const titleLevels = ['junior', 'intermediate', 'senior'] as const;
export const experienceKinds = ['credit', 'sales', 'service', 'other'] as const;
export const inductionKinds = ['induction', 'probation'] as const;
export const creditOutcomes = ['good', 'poor'] as const;
export const disciplineKinds = ['party', 'administrative', 'compliance', 'law'] as const;
export const severities = ['minor', 'serious'] as const;
export const leaveKinds = ['annual', 'sick', 'maternity', 'study', 'personal', 'other'] as const;
/** From better to worse. */
export const conductRatings = ['excellent', 'good', 'adequate', 'poor'] as const;

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
	z.enum(values, key('app.field.choice'));

/** What each kind of evidence says, beside the days on which it holds. */
export const evidenceData = {
	education: z.object({
		level: choice(educationLevels),
		school: requiredText(120),
		major: optionalText(120)
	}),
	title: z.object({ level: choice(titleLevels), name: requiredText(120) }),
	experience: z.object({
		kind: choice(experienceKinds),
		employer: requiredText(120),
		post: requiredText(120)
	}),
	induction: z.object({ kind: choice(inductionKinds) }),
	creditCheck: z.object({ outcome: choice(creditOutcomes), source: requiredText(120) }),
	discipline: z.object({
		kind: choice(disciplineKinds),
		severity: choice(severities),
		description: requiredText(1000)
	}),
	leave: z.object({ kind: choice(leaveKinds) }),
	conductReview: z.object({ rating: choice(conductRatings), note: optionalText(1000) })
} as const satisfies Record<EvidenceKind, z.ZodType>;

export type EvidenceData = { [K in EvidenceKind]: z.output<(typeof evidenceData)[K]> };

/**
 * One record that a decision may rest on. `validFrom`: the day of the degree, of the title, of the check, of the
 * sanction, on which induction was finished, or on which the work, the leave or the time that was reviewed began.
 * `validTo`: the last day of that, or of a sanction's effect; null while it goes on.
 */
export type EvidenceFact = {
	[K in EvidenceKind]: {
		id: string;
		kind: K;
		validFrom: IsoDate;
		validTo: IsoDate | null;
		data: EvidenceData[K];
	};
}[EvidenceKind];

/** Kinds that last for a time; the others happen on one day and then hold. */
const lasting = ['experience', 'discipline', 'leave', 'conductReview'] as const satisfies EvidenceKind[];
export type LastingKind = (typeof lasting)[number];
export const hasEnd = (kind: EvidenceKind): kind is LastingKind =>
	(lasting as readonly string[]).includes(kind);
/** Kinds whose end is known when they are recorded. */
export const needsEnd = (kind: EvidenceKind): kind is 'conductReview' => kind === 'conductReview';

const noEnd = z
	.unknown()
	.optional()
	.transform(() => null);
const common = { personId: id, validFrom: isoDate };
const onOneDay = <K extends EvidenceKind>(kind: K) =>
	z.object({ ...common, kind: z.literal(kind), validTo: noEnd, data: evidenceData[kind] });
const forATime = <K extends EvidenceKind>(kind: K) =>
	z.object({ ...common, kind: z.literal(kind), validTo: optionalDate, data: evidenceData[kind] });

export const recordEvidenceSchema = z.discriminatedUnion(
	'kind',
	[
		onOneDay('education'),
		onOneDay('title'),
		forATime('experience'),
		onOneDay('induction'),
		onOneDay('creditCheck'),
		forATime('discipline'),
		forATime('leave'),
		z.object({
			...common,
			kind: z.literal('conductReview'),
			validTo: isoDate,
			data: evidenceData.conductReview
		})
	],
	key('app.field.choice')
);

/** A line of a file of one kind: the person by number. */
export const evidenceLine = <K extends EvidenceKind>(kind: K) =>
	z.object({
		employeeNo: requiredText(20).transform((value) => value.toUpperCase()),
		validFrom: isoDate,
		validTo: needsEnd(kind) ? isoDate : hasEnd(kind) ? optionalDate : noEnd,
		data: evidenceData[kind]
	});

/** As the schema gives it; `validTo` may be left out by callers in code. */
export type RecordEvidence = {
	[K in EvidenceKind]: {
		personId: string;
		kind: K;
		validFrom: IsoDate;
		validTo?: IsoDate | null;
		data: EvidenceData[K];
	};
}[EvidenceKind];

export const evidenceKindSchema = z.object({ kind: z.enum(evidenceKinds, key('app.field.choice')) });

export const retractEvidenceSchema = z.object({ evidenceId: id, reason: requiredText(500) });
export type RetractEvidence = z.infer<typeof retractEvidenceSchema>;
