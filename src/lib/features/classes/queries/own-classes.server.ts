import { and, asc, desc, eq, gt, ilike, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from '$lib/access/can';
import { knowledgeAreas } from '$lib/content/training-vocabulary';
import type { Context } from '$lib/server/context';
import { personOf } from '../load.server';
import { classEnrolments, classes, classResults } from '../tables.server';
import { classMethods, classTiers, type EnrolmentState } from '../vocabulary';
import { endsAt, startsAt, summaryColumns, summaryOf, type ClassSummary } from './summaries.server';

/** A class with what the signed-in person has to do with it. */
export interface OwnClass extends ClassSummary {
	mine: EnrolmentState | null;
	/** Null until it was closed, or when they were not in it. */
	completed: boolean | null;
	teaches: boolean;
}

export const classFilterSchema = z.object({
	show: z.enum(['open', 'mine', 'past']).default('open').catch('open'),
	q: z.string().trim().max(100).optional().catch(undefined),
	area: z.enum(knowledgeAreas).optional().catch(undefined),
	method: z.enum(classMethods).optional().catch(undefined),
	tier: z.enum(classTiers).optional().catch(undefined)
});
export type ClassFilter = z.output<typeof classFilterSchema>;

const MOST = 100;

/** Classes for the signed-in person: open to enrol in, theirs that are to come, and theirs that were. */
export async function listOwnClasses(ctx: Context, filter: ClassFilter): Promise<OwnClass[]> {
	const personId = personOf(ctx);
	authorize(ctx.actor, 'classes.class.read');
	const now = sql`${ctx.now.toISOString()}::timestamptz`;
	const isMine = or(
		inArray(lastState(personId), ['requested', 'waiting', 'enrolled']),
		eq(classes.teacherId, personId)
	);
	const shown = {
		open: and(eq(classes.state, 'open'), sql`${startsAt} > ${now}`),
		mine: and(eq(classes.state, 'open'), sql`${endsAt} > ${now}`, isMine),
		past: and(
			or(eq(classes.state, 'closed'), and(eq(classes.state, 'open'), sql`${endsAt} <= ${now}`)),
			isMine
		)
	}[filter.show];
	const like = filter.q ? `%${filter.q.replace(/[\\%_]/g, '\\$&')}%` : null;
	const rows = await select(ctx, personId)
		.where(
			and(
				shown,
				filter.area && eq(classes.area, filter.area),
				filter.method && eq(classes.method, filter.method),
				filter.tier && sql`(${classes.tiers} = '[]'::jsonb or ${classes.tiers} ? ${filter.tier})`,
				like
					? or(ilike(sql`${classes.title}->>'zh-CN'`, like), ilike(sql`${classes.title}->>'en'`, like))
					: undefined
			)
		)
		.orderBy(filter.show === 'past' ? desc(startsAt) : asc(startsAt), classes.id)
		.limit(MOST);
	return rows.map((row) => ownOf(row, personId, ctx.now));
}

/** Classes that anybody may still enrol in, soonest first: for what to learn next. */
export async function listOpenClasses(ctx: Context): Promise<OwnClass[]> {
	const personId = personOf(ctx);
	authorize(ctx.actor, 'classes.class.read');
	const rows = await select(ctx, personId)
		.where(and(eq(classes.state, 'open'), gt(classes.enrolUntil, ctx.now)))
		.orderBy(asc(startsAt), classes.id)
		.limit(MOST);
	return rows.map((row) => ownOf(row, personId, ctx.now));
}

const lastState = (personId: string) =>
	sql<EnrolmentState | null>`(select e.state from ${classEnrolments} e
		where e.class_id = classes.id and e.person_id = ${personId} order by e.requested_at desc, e.id desc limit 1)`;

const select = (ctx: Context, personId: string) =>
	ctx.db
		.select({ ...summaryColumns, mine: lastState(personId), completed: classResults.completed })
		.from(classes)
		.leftJoin(classResults, and(eq(classResults.classId, classes.id), eq(classResults.personId, personId)));

const ownOf = (
	{ mine, completed, ...row }: Awaited<ReturnType<typeof select>>[number],
	personId: string,
	now: Date
): OwnClass => ({
	...summaryOf(row, now),
	mine,
	completed,
	teaches: row.row.teacherId === personId
});
