import { and, asc, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { findPeople, listUnits } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { localTimeIn } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { attendanceOf, authorizeManage, loadClass, statesOf, type LoadedClass } from '../load.server';
import { computeResult, decideClose, firstStart, lastEnd, phaseOf } from '../rules';
import { classEnrolments, classes, classResults } from '../tables.server';

/** A class with everybody in it, for those who manage it. */
export async function getStaffClass(ctx: Context, classId: string) {
	const row = await loadClass(ctx.db, classId);
	authorizeManage(ctx, row);
	const rows = await ctx.db
		.select({
			enrolment: classEnrolments,
			name: people.name,
			employeeNo: people.employeeNo,
			zh: units.nameZh,
			en: units.nameEn,
			completed: classResults.completed
		})
		.from(classEnrolments)
		.innerJoin(people, eq(people.id, classEnrolments.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(
			classResults,
			and(eq(classResults.classId, classEnrolments.classId), eq(classResults.personId, people.id))
		)
		.where(eq(classEnrolments.classId, row.id))
		.orderBy(asc(classEnrolments.requestedAt), classEnrolments.id);
	const seen = await attendanceOf(
		ctx.db,
		row.sessions.map(({ id }) => id)
	);
	const learners = rows.map(({ enrolment, zh, en, ...person }) => {
		const states = statesOf(row.sessions, seen, enrolment.personId);
		return {
			...{ id: enrolment.id, personId: enrolment.personId, state: enrolment.state, reason: enrolment.reason },
			...{ name: person.name, employeeNo: person.employeeNo, unit: { 'zh-CN': zh, en } },
			requestedAt: enrolment.requestedAt.toISOString(),
			states,
			...computeResult(states, row.neededShare),
			/** Null until the class was closed. */
			completed: person.completed
		};
	});
	const inState = (state: string) => learners.filter((learner) => learner.state === state);
	const [start, end] = [firstStart(row.sessions), lastEnd(row.sessions)];
	const enrolled = inState('enrolled');
	const [teacher] = await ctx.db
		.select({ name: people.name })
		.from(people)
		.where(eq(people.id, row.teacherId));
	return {
		...plainOf(row),
		teacher: teacher?.name ?? '',
		phase: phaseOf({ ...row, enrolled: enrolled.length, start, end }, ctx.now),
		enrolled,
		waiting: inState('waiting'),
		requested: inState('requested'),
		former: learners.filter(({ state }) => ['withdrawn', 'declined', 'removed'].includes(state)),
		thin: row.state === 'open' && enrolled.length < row.minimum && Boolean(start && start > ctx.now),
		mayEdit: row.state === 'draft' || row.state === 'open',
		mayOpen: row.state === 'draft',
		mayCancel: row.state === 'draft' || row.state === 'open',
		mayClose: decideClose({ state: row.state, end, now: ctx.now }).ok,
		mayRemove: row.state === 'open'
	};
}

const plainOf = ({ sessions, unitPath: _path, createdAt, endedAt, enrolUntil, ...row }: LoadedClass) => ({
	...{ id: row.id, title: row.title, summary: row.summary, subject: row.subject, state: row.state },
	...{ method: row.method, area: row.area, capacity: row.capacity, minimum: row.minimum, reason: row.reason },
	...{ approval: row.approval, neededShare: row.neededShare, creditMinutes: row.creditMinutes },
	...{ createdAt: createdAt.toISOString(), endedAt: endedAt?.toISOString() ?? null },
	enrolUntil: enrolUntil.toISOString(),
	sessions: sessions.map(({ id, startsAt, endsAt, place }) => ({
		...{ id, place, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
	}))
});

/** Everything that the form of a class offers; with `classId` also what is saved. */
export async function getClassForm(ctx: Context, classId: string | null) {
	const row = classId === null ? null : await loadClass(ctx.db, classId);
	if (row) authorizeManage(ctx, row);
	const manageable = await listUnits(ctx, { where: 'classes.class.manage' });
	// Whoever may manage a class of any unit may prepare one.
	if (!row) authorize(ctx.actor, 'classes.class.manage', { unitPath: manageable[0]?.path ?? null });
	const teachers = await findPeople(ctx, { limit: 300 });
	const subjects = await ctx.db
		.selectDistinct({ subject: classes.subject })
		.from(classes)
		.orderBy(asc(classes.subject))
		.limit(200);
	return {
		units: manageable.map(({ id, depth, name }) => ({ id, depth, name })),
		teachers: teachers.map(({ employeeNo, name, post }) => ({ employeeNo, name, post })),
		subjects: subjects.map(({ subject }) => subject),
		saved: row && (await savedOf(ctx, row))
	};
}

async function savedOf(ctx: Context, row: LoadedClass) {
	const [teacher] = await ctx.db
		.select({ employeeNo: people.employeeNo, name: people.name })
		.from(people)
		.where(eq(people.id, row.teacherId));
	return {
		...{ id: row.id, state: row.state, revision: row.revision, subject: row.subject },
		...{ titleZh: row.title['zh-CN'], titleEn: row.title.en },
		...{ summaryZh: row.summary['zh-CN'], summaryEn: row.summary.en },
		...{ method: row.method, area: row.area, tiers: row.tiers, approval: row.approval, unitId: row.unitId },
		...{ creditHours: row.creditMinutes / 60, capacity: row.capacity, minimum: row.minimum },
		neededShare: row.neededShare,
		teacher: teacher ? `${teacher.employeeNo} ${teacher.name}` : '',
		enrolUntil: localTimeIn(row.enrolUntil),
		sessions: row.sessions.map(({ id, startsAt, endsAt, place }) => ({
			...{ id, place, date: localTimeIn(startsAt).slice(0, 10) },
			...{ from: localTimeIn(startsAt).slice(11), until: localTimeIn(endsAt).slice(11) }
		}))
	};
}
export type ClassForm = Awaited<ReturnType<typeof getClassForm>>;
