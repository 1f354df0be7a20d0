import { z } from 'zod';
import { roleNames } from '$lib/access/roles';
import { id, isoDate, key, optionalText, requiredText, wholeNumber } from '$lib/shared/form';
import { isIsoDate } from '$lib/shared/dates';
import { audienceKinds, audienceRules, type Audience } from './audience';
import { assigneeStates, exceptionKinds } from './rules';

const choice = key('app.field.choice');
const MOST_GROUPS = 12;

/** `module:code` or `path:code`, as the choices post it. */
const subject = z
	.string(key('app.field.required'))
	.regex(/^(module|path):[a-z0-9-]{1,100}$/, choice)
	.transform((text) => {
		const [subjectType, subjectCode] = text.split(':') as ['module' | 'path', string];
		return { subjectType, subjectCode };
	});

/** Employee numbers, however they are separated; a name behind a number is left out. */
export const numbersIn = (text: string): string[] => [
	...new Set(text.split(/[\s,;，；、]+/).filter((word) => /^[A-Za-z]{0,4}\d[\w-]*$/.test(word)))
];

const text = z.string().trim().default('');
const row = z.object({
	kind: z.enum(['', ...audienceKinds], choice),
	unitId: text,
	role: text,
	/** `ladder/tier`. */
	tier: text,
	rule: text,
	ruleUnitId: text,
	ruleTier: text,
	months: text,
	people: text,
	due: z.enum(['none', 'on', 'days'], choice).default('none'),
	dueOn: text,
	dueDays: text
});
type Row = z.output<typeof row>;

/** A group as the form gives it: people by their numbers, which the command looks up. */
export interface GroupInput {
	audience: Exclude<Audience, { kind: 'person' }> | { kind: 'person'; numbers: string[] };
	dueOn: string | null;
	dueDays: number | null;
}
type Refuse = (path: string, message: string) => void;

const isUuid = (value: string) => z.uuid().safeParse(value).success;
const whole = (value: string, max: number): number | null => {
	const number = Number(value);
	return value && Number.isInteger(number) && number >= 1 && number <= max ? number : null;
};

function tierIn(value: string, path: string, refuse: Refuse): { ladder: string; tier: string } {
	const [ladder = '', tier = ''] = value.split('/');
	if (!/^[\w-]{1,60}\/[\w-]{1,60}$/.test(value)) refuse(path, value ? choice : key('app.field.required'));
	return { ladder, tier };
}
function unitIn(value: string, path: string, refuse: Refuse): string {
	if (!isUuid(value)) refuse(path, value ? choice : key('app.field.required'));
	return value;
}

function audienceOf(input: Row, refuse: Refuse): GroupInput['audience'] {
	switch (input.kind) {
		case 'unit':
			return { kind: 'unit', unitId: unitIn(input.unitId, 'unitId', refuse) };
		case 'role': {
			const role = roleNames.find((name) => name === input.role);
			if (!role) refuse('role', input.role ? choice : key('app.field.required'));
			return { kind: 'role', role: role ?? 'trainee' };
		}
		case 'tier':
			return { kind: 'tier', ...tierIn(input.tier, 'tier', refuse) };
		case 'rule':
			return { kind: 'rule', rule: ruleOf(input, refuse) };
		default: {
			const numbers = numbersIn(input.people);
			if (!numbers.length)
				refuse('people', key(input.people ? 'assignments.form.numbers' : 'app.field.required'));
			if (numbers.length > 2000) refuse('people', key('app.field.too_long'));
			return { kind: 'person', numbers };
		}
	}
}

function ruleOf(input: Row, refuse: Refuse): Extract<Audience, { kind: 'rule' }>['rule'] {
	const name = audienceRules.find((one) => one === input.rule);
	if (!name) refuse('rule', input.rule ? choice : key('app.field.required'));
	if (name === 'hiredWithin') {
		const months = whole(input.months, 600);
		if (months === null) refuse('months', key(input.months ? 'app.field.range' : 'app.field.required'));
		return { name, months: months ?? 1 };
	}
	if (name === 'tierInUnit') {
		const unitId = unitIn(input.ruleUnitId, 'ruleUnitId', refuse);
		return { name, ...tierIn(input.ruleTier, 'ruleTier', refuse), unitId };
	}
	return { name: 'activeMentors' };
}

const group = row.transform((input, check): GroupInput => {
	const refuse: Refuse = (path, message) => check.addIssue({ code: 'custom', path: [path], message });
	const audience = audienceOf(input, refuse);
	const days = whole(input.dueDays, 1000);
	if (input.due === 'on' && !isIsoDate(input.dueOn))
		refuse('dueOn', key(input.dueOn ? 'app.field.date' : 'app.field.required'));
	if (input.due === 'days' && days === null)
		refuse('dueDays', key(input.dueDays ? 'app.field.range' : 'app.field.required'));
	return {
		audience,
		dueOn: input.due === 'on' ? input.dueOn : null,
		dueDays: input.due === 'days' ? days : null
	};
});

/** Rows come as `groups.0.kind`, …; one without a kind is no group. */
const groups = z.preprocess(
	(rows) =>
		Object.entries((rows ?? {}) as Record<string, unknown>)
			.sort(([a], [b]) => Number(a) - Number(b))
			.map(([, one]) => one)
			.filter((one) => typeof one === 'object' && one !== null && (one as { kind?: unknown }).kind),
	z.array(group).min(1, key('assignments.form.no_group')).max(MOST_GROUPS, key('assignments.form.groups'))
);

export const createAssignmentSchema = z.object({
	subject,
	/** Left empty: the title of what is assigned. */
	titleZh: optionalText(100),
	titleEn: optionalText(200),
	unitId: id,
	lookBackDays: z.preprocess((value) => value || null, wholeNumber(0, 3650).nullable()),
	note: z.string().trim().max(500, key('app.field.too_long')).default(''),
	groups
});
export type CreateAssignment = z.output<typeof createAssignmentSchema>;

export const endAssignmentSchema = z.object({ assignmentId: id });
export type EndAssignment = z.output<typeof endAssignmentSchema>;

/** Some exceptions by id, or all of a kind that wait. */
export const settleExceptionsSchema = z
	.object({
		assignmentId: id,
		ids: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(id).max(2000)),
		kind: z.enum(['', ...exceptionKinds]).default(''),
		resolution: z.enum(['assigned', 'moved', 'notAssigned'], choice),
		note: optionalText(300)
	})
	.refine(({ ids, kind }) => ids.length > 0 || kind !== '', {
		path: ['ids'],
		message: key('assignments.exception.none_chosen')
	});
export type SettleExceptions = z.output<typeof settleExceptionsSchema>;

export const grantExemptionSchema = z.object({
	/** An employee number, perhaps with the name behind it as the suggestions write it. */
	person: requiredText(120).transform((value) => value.split(/\s+/)[0] ?? ''),
	subject,
	reason: requiredText(300),
	validTo: isoDate
});
export type GrantExemption = z.output<typeof grantExemptionSchema>;

export const revokeExemptionSchema = z.object({ exemptionId: id });
export type RevokeExemption = z.output<typeof revokeExemptionSchema>;

const page = z.coerce.number().int().min(1).max(100_000).catch(1);
/** The address of an assignment's page as a filter. */
export const assigneeFilterSchema = z.object({
	state: z.enum(assigneeStates).nullable().catch(null).default(null),
	unit: z.uuid().nullable().catch(null).default(null),
	q: z.string().trim().max(60).catch('').default(''),
	page
});
export type AssigneeFilter = z.output<typeof assigneeFilterSchema>;
export const assignmentFilterSchema = z.object({
	show: z.enum(['open', 'ended']).catch('open').default('open'),
	page
});
export type AssignmentFilter = z.output<typeof assignmentFilterSchema>;
export const exemptionFilterSchema = z.object({
	show: z.enum(['inForce', 'over']).catch('inForce').default('inForce'),
	page
});
