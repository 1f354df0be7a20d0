import { and, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { calendarFile, uidOf } from '$lib/features/agenda';
import { findClashes, type Clash } from '$lib/features/agenda/index.server';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { sourcesOf } from '../agenda.server';
import {
	attendanceOf,
	countEnrolled,
	lastEnrolment,
	loadClass,
	mayManage,
	mayTeach,
	personOf,
	type LoadedClass
} from '../load.server';
import { decideEnrolment, decideWithdrawal, firstStart, isOpenState, lastEnd, phaseOf } from '../rules';
import { classEnrolments, classResults } from '../tables.server';
import type { ClassTier } from '../vocabulary';

/** A class that a person may see: drafts are there for those who may manage them only. */
async function readable(ctx: Context, classId: string): Promise<LoadedClass> {
	authorize(ctx.actor, 'classes.class.read');
	const row = await loadClass(ctx.db, classId);
	if (row.state === 'draft' && !mayManage(ctx, row).ok) throw notFound();
	return row;
}

/** A class as the signed-in person sees it: what it is, their place in it, what stands in the way, their attendance. */
export async function getClass(ctx: Context, classId: string) {
	const personId = personOf(ctx);
	const row = await readable(ctx, classId);
	const enrolled = await countEnrolled(ctx.db, row.id);
	const last = await lastEnrolment(ctx.db, row.id, personId);
	const [teacher] = await ctx.db
		.select({ name: people.name })
		.from(people)
		.where(eq(people.id, row.teacherId));
	const [start, end] = [firstStart(row.sessions), lastEnd(row.sessions)];
	const mine = last && { state: last.state, reason: last.reason, ahead: await aheadOf(ctx, row.id, last) };
	const own = isOpenState(last?.state ?? null) || last?.state === 'removed';
	const attended = own
		? await attendanceOf(
				ctx.db,
				row.sessions.map(({ id }) => id)
			)
		: [];
	const [result] = await ctx.db
		.select({ completed: classResults.completed, attended: classResults.attended })
		.from(classResults)
		.where(and(eq(classResults.classId, row.id), eq(classResults.personId, personId)));
	const decision = decideEnrolment({
		...{ ...row, start, enrolled, last: last?.state ?? null },
		...{ teaches: row.teacherId === personId, now: ctx.now }
	});
	const isIn = isOpenState(last?.state ?? null);
	return {
		...{ id: row.id, title: row.title, summary: row.summary, subject: row.subject, approval: row.approval },
		...{ capacity: row.capacity, minimum: row.minimum, enrolled, neededShare: row.neededShare },
		...{
			creditMinutes: row.creditMinutes,
			state: row.state,
			reason: row.state === 'cancelled' ? row.reason : null
		},
		area: row.area as KnowledgeArea,
		method: row.method as DeliveryMethod,
		tiers: row.tiers as ClassTier[],
		teacher: teacher?.name ?? '',
		enrolUntil: row.enrolUntil.toISOString(),
		phase: phaseOf({ ...row, enrolled, start, end }, ctx.now),
		sessions: row.sessions.map(({ id, startsAt, endsAt, place }) => {
			const seen = attended.find((one) => one.sessionId === id && one.personId === personId);
			return {
				...{
					id,
					place,
					startsAt: startsAt.toISOString(),
					endsAt: endsAt.toISOString(),
					over: endsAt <= ctx.now
				},
				attendance: seen ? { state: seen.state, note: seen.note, at: seen.recordedAt.toISOString() } : null
			};
		}),
		mine,
		result: result ?? null,
		mayEnrol: decision.ok,
		mayWithdraw: isIn && decideWithdrawal({ state: row.state, start, now: ctx.now }).ok,
		clashes: decision.ok ? (await ownClashes(ctx, row, personId)).map(plainClash) : [],
		mayTeach: mayTeach(ctx, row) && row.state !== 'draft',
		mayManage: mayManage(ctx, row).ok
	};
}

/** How many wait before somebody; null when they do not wait. */
async function aheadOf(ctx: Context, classId: string, own: { id: string; state: string; requestedAt: Date }) {
	if (own.state !== 'waiting') return null;
	const [row] = await ctx.db
		.select({ n: sql<number>`count(*)::int` })
		.from(classEnrolments)
		.where(
			and(
				eq(classEnrolments.classId, classId),
				eq(classEnrolments.state, 'waiting'),
				sql`(${classEnrolments.requestedAt}, ${classEnrolments.id}) < (${own.requestedAt.toISOString()}::timestamptz, ${own.id}::uuid)`
			)
		);
	return row?.n ?? 0;
}

async function ownClashes(ctx: Context, row: LoadedClass, personId: string): Promise<Clash[]> {
	const except = sourcesOf(row.sessions.map(({ id }) => id));
	const found = new Map<string, Clash>();
	for (const { startsAt, endsAt } of row.sessions) {
		for (const clash of await findClashes(ctx.db, [personId], startsAt, endsAt, except)) {
			found.set(clash.href + clash.startsAt.toISOString(), clash);
		}
	}
	return [...found.values()];
}

const plainClash = ({ title, href, startsAt, endsAt }: Clash) => ({
	...{ title, href, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
});

/** The sessions of a class as a calendar file. */
export async function readClassCalendar(ctx: Context, classId: string, origin: string): Promise<string> {
	const row = await readable(ctx, classId);
	const title = localText(row.title, ctx.locale);
	return calendarFile(
		row.sessions.map(({ id, startsAt, endsAt, place }) => ({
			...{
				uid: uidOf('classSession', id),
				title,
				place,
				url: `${origin}/classes/${row.id}`,
				startsAt,
				endsAt
			},
			...{
				dayOnly: false,
				tentative: row.state !== 'open' && row.state !== 'closed',
				updatedAt: row.createdAt
			},
			sequence: row.revision
		})),
		{ name: title, now: ctx.now }
	);
}
