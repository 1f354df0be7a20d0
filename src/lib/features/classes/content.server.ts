import { and, eq, sql } from 'drizzle-orm';
import { authorizeAnywhere, can } from '$lib/access/can';
import { describeClashes } from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { invalid, Refusal } from '$lib/shared/errors';
import { people, units } from '../people/tables.server';
import { clashesOf } from './agenda.server';
import type { ClassInput } from './schema';
import type { classes } from './tables.server';

/** What a form says of a class, as its row keeps it. */
export type ClassContent = Pick<
	typeof classes.$inferInsert,
	| 'subject'
	| 'title'
	| 'summary'
	| 'method'
	| 'area'
	| 'tiers'
	| 'creditMinutes'
	| 'capacity'
	| 'minimum'
	| 'approval'
	| 'neededShare'
	| 'unitId'
	| 'teacherId'
	| 'enrolUntil'
>;

/** Reads a form: finds its teacher and unit, or refuses at the field. Returns the unit's path, to authorise with. */
export async function contentOf(
	tx: Database,
	ctx: Context,
	input: ClassInput
): Promise<{ content: ClassContent; unitPath: string }> {
	authorizeAnywhere(ctx.actor, 'classes.class.manage');
	const [unit] = await tx.select({ path: units.path }).from(units).where(eq(units.id, input.unitId));
	if (!unit || !can(ctx.actor, 'classes.class.manage', { unitPath: unit.path }).ok) {
		throw invalid('app.form', { unitId: 'classes.plan.unit' });
	}
	const [teacher] = await tx
		.select({ id: people.id })
		.from(people)
		.where(
			and(eq(sql`lower(${people.employeeNo})`, input.teacher.toLowerCase()), eq(people.status, 'active'))
		);
	if (!teacher) throw invalid('app.form', { teacher: 'classes.plan.teacher' });
	const {
		titleZh,
		titleEn,
		summaryZh,
		summaryEn,
		creditHours,
		teacher: _teacher,
		sessions: _s,
		...rest
	} = input;
	const { subject, method, area, tiers, capacity, minimum, approval, neededShare, unitId, enrolUntil } = rest;
	return {
		unitPath: unit.path,
		content: {
			...{ subject, method, area, tiers, capacity, minimum, approval, neededShare, unitId, enrolUntil },
			title: { 'zh-CN': titleZh, en: titleEn },
			summary: { 'zh-CN': summaryZh, en: summaryEn },
			creditMinutes: Math.round(creditHours * 60),
			teacherId: teacher.id
		}
	};
}

/** Refuses sessions for which the teacher is taken, naming what it is. */
export async function demandFreeTeacher(
	tx: Database,
	ctx: Context,
	teacherId: string,
	sessions: readonly { startsAt: Date; endsAt: Date }[],
	ownSessionIds: readonly string[]
): Promise<void> {
	const coming = sessions.filter(({ endsAt }) => endsAt > ctx.now);
	const clashes = await clashesOf(tx, [teacherId], coming, ownSessionIds);
	if (!clashes.length) return;
	const params = { clashes: await describeClashes(ctx, clashes) };
	throw new Refusal('conflict', 'classes.teacher.taken', params, { teacher: 'classes.teacher.taken' });
}
