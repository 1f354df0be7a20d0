import { z } from 'zod';
import { knowledgeAreas, type KnowledgeArea } from '$lib/content/question-vocabulary';
import { id, key, requiredText, wholeNumber } from '$lib/shared/form';
import { localTime } from './form-time';
import type { PassRule } from './marking';
import { proofs } from './registration-rules';
import { leavingActs, takeOvers, type RoomRules } from './room-rules';
import { endCuts, readings, showings, type EndCut, type Reading, type Showing } from './states';
import { examTiers, type ExamTier } from './types';

/** A number that may be left empty: then it is `none`. */
const orNone = <S extends z.ZodType, N>(number: S, none: N) =>
	z
		.union([
			z.literal('').transform(() => none),
			z.undefined().transform(() => none),
			z.null().transform(() => none),
			number
		])
		.default(none as never);

/** The rules that a box each stands for. */
export const roomSwitches = [
	'mixQuestions',
	'mixOptions',
	'oneWay',
	'noCopy',
	'fullScreen',
	'watermark'
] as const satisfies readonly (keyof RoomRules)[];

/** Most Config Keys of a sitting: one for each set of machines. */
const MOST_KEYS = 20;

/** Lines or commas between Config Keys, each 64 hexadecimal digits. */
const configKeys = z
	.string()
	.max(4000, key('app.field.too_long'))
	.default('')
	.transform((text) => [
		...new Set(
			text
				.toLowerCase()
				.split(/[\s,;，；]+/)
				.filter(Boolean)
		)
	])
	.refine((keys) => keys.every((one) => /^[0-9a-f]{64}$/.test(one)), key('exams.sitting.config_key'))
	.refine((keys) => keys.length <= MOST_KEYS, key('app.field.too_long'));

/** Least percent by area; an empty field asks nothing. */
const minima = z
	.object(Object.fromEntries(knowledgeAreas.map((area) => [area, orNone(wholeNumber(1, 100), null)])))
	.prefault({})
	.transform((sent) => {
		const asked = knowledgeAreas.filter((area) => typeof sent[area] === 'number');
		return Object.fromEntries(asked.map((area) => [area, sent[area]])) as Record<KnowledgeArea, number>;
	});

const code = z.string().regex(/^[a-z0-9-]{1,100}$/, key('app.field.choice'));

const form = z.object({
	titleZh: requiredText(60),
	titleEn: requiredText(120),
	ladder: z.string().max(40).default('bank'),
	tier: z.enum(examTiers, key('app.field.choice')),
	blueprintId: id,
	registrationOpensAt: localTime,
	registrationClosesAt: localTime,
	opensAt: localTime,
	closesAt: localTime,
	/** Time limit of an attempt. */
	minutes: wholeNumber(1, 480),
	passPercent: wholeNumber(1, 100),
	/** Sealed papers that candidates get in turn; without any, each candidate's paper is drawn. */
	paperIds: z.array(id).max(20).optional(),
	rehearsal: z.literal('on').optional(),
	reading: z.enum(readings, key('app.field.choice')).default('nobody'),
	minima,
	showing: z.enum(showings, key('app.field.choice')).default('all'),
	appealDays: orNone(wholeNumber(1, 60), null),
	appealLimit: orNone(wholeNumber(1, 10), 1),
	lateMinutes: orNone(wholeNumber(0, 1440), null),
	endCut: z.enum(endCuts, key('app.field.choice')).default('allowance'),
	spreadSeconds: orNone(wholeNumber(0, 120), 0),
	rules: z.array(z.enum(roomSwitches)).max(roomSwitches.length).default([]),
	leavingAct: z.enum(leavingActs, key('app.field.choice')).default('count'),
	leavingTimes: orNone(wholeNumber(1, 50), 3),
	takeOver: z.enum(takeOvers, key('app.field.choice')).default('released'),
	configKeys,
	modules: z.array(code).max(50).default([]),
	beforeTier: orNone(z.enum(examTiers, key('app.field.choice')), null),
	beforeBy: z.enum(proofs, key('app.field.choice')).default('either'),
	beforeMonths: orNone(wholeNumber(1, 600), 60),
	shadowingHours: orNone(wholeNumber(1, 2000), 0),
	waitDays: orNone(wholeNumber(1, 730), 0),
	perYear: orNone(wholeNumber(1, 20), null)
});

/** What a sitting is. */
interface Plan {
	titleZh: string;
	titleEn: string;
	ladder: string;
	tier: ExamTier;
	blueprintId: string;
	registrationOpensAt: Date;
	registrationClosesAt: Date;
	opensAt: Date;
	closesAt: Date;
	minutes: number;
	passPercent: number;
	paperIds?: string[] | undefined;
}

/** How it is held, and who may register. What is not said is open, or stays as it was. */
interface Settings {
	rehearsal: boolean;
	/** Who reads what no rule can mark. */
	reading: Reading;
	passRule: PassRule;
	showing: Showing;
	/** Null: nobody may appeal. */
	appealDays: number | null;
	appealLimit: number;
	lateMinutes: number | null;
	endCut: EndCut;
	spreadSeconds: number;
	rules: RoomRules;
	/** Modules by code: the command looks up what they are called. */
	eligibility: {
		modules: string[];
		before: { tier: ExamTier; by: (typeof proofs)[number]; months: number } | null;
		shadowingMinutes: number;
		waitDays: number;
		perYear: number | null;
	};
}

function read(sent: z.output<typeof form>): Plan & Settings {
	const { rules, leavingAct, leavingTimes, takeOver, configKeys, rehearsal, minima, ...rest } = sent;
	const { modules, beforeTier, beforeBy, beforeMonths, shadowingHours, waitDays, perYear, ...plan } = rest;
	const on = Object.fromEntries(roomSwitches.map((name) => [name, rules.includes(name)]));
	return {
		...plan,
		rehearsal: rehearsal === 'on',
		passRule: { minima },
		rules: {
			...(on as Record<(typeof roomSwitches)[number], boolean>),
			leaving: { act: leavingAct, times: leavingTimes },
			...{ takeOver, configKeys }
		},
		eligibility: {
			modules: [...new Set(modules)],
			before: beforeTier && { tier: beforeTier, by: beforeBy, months: beforeMonths },
			shadowingMinutes: shadowingHours * 60,
			...{ waitDays, perYear }
		}
	};
}

export const createSittingSchema = form.transform(read);
export type CreateSitting = Plan & Partial<Settings>;

export const updateSittingSchema = form
	.extend({ sittingId: id })
	.transform(({ sittingId, ...sent }) => ({ ...read(sent), sittingId }));
export type UpdateSitting = CreateSitting & { sittingId: string };
