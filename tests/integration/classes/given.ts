import { createClass, enrolSelf, openClass, updateClass } from '$lib/features/classes/index.server';
import { createClassSchema, updateClassSchema } from '$lib/features/classes';
import { classSessions } from '$lib/features/classes/tables.server';
import { asc, eq } from 'drizzle-orm';
import { codeOf, slotOf } from '$lib/features/classes/codes.server';
import { localTimeIn } from '$lib/shared/dates';
import { NOW, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';

const HOUR = 3_600_000;
/** Ten in the morning, so many days after NOW. */
export const day = (days: number, hours = 0): Date =>
	new Date(NOW.getTime() + days * 24 * HOUR + hours * HOUR);

export interface Plan {
	capacity?: number;
	minimum?: number;
	approval?: 'none' | 'officer';
	neededShare?: number;
	/** Beginnings of sessions of two hours; default one, a week from NOW. */
	sessions?: Date[];
	ids?: string[];
	enrolUntil?: Date;
	place?: string;
	creditHours?: number;
	subject?: string;
}

/** A form as an officer sends it. */
export function classForm(officer: GivenPerson, teacher: GivenPerson, plan: Plan = {}) {
	const starts = plan.sessions ?? [day(7)];
	const text = (at: Date) => localTimeIn(at);
	return {
		...{ subject: plan.subject ?? 'customer-visits', titleZh: '客户拜访实战', titleEn: 'Visiting customers' },
		...{ summaryZh: '从预约到复盘。', summaryEn: 'From the call to the review.' },
		...{ method: 'classroom', area: 'marketing', creditHours: String(plan.creditHours ?? 4) },
		...{ capacity: String(plan.capacity ?? 2), minimum: String(plan.minimum ?? 1) },
		...{ approval: plan.approval ?? 'none', neededShare: String(plan.neededShare ?? 80) },
		...{ unitId: officer.unit.id, teacher: `${teacher.employeeNo} ${teacher.name}` },
		enrolUntil: text(plan.enrolUntil ?? new Date(Math.min(...starts.map(Number)) - HOUR)),
		sessions: Object.fromEntries(
			starts.map((start, i) => [
				i,
				{
					...{ id: plan.ids?.[i] ?? '', date: text(start).slice(0, 10), from: text(start).slice(11) },
					...{
						until: text(new Date(start.getTime() + 2 * HOUR)).slice(11),
						place: plan.place ?? '培训中心 301'
					}
				}
			])
		)
	};
}

export interface Crew {
	officer: GivenPerson;
	teacher: GivenPerson;
}
export const givenCrew = async (world: World): Promise<Crew> => ({
	officer: await givenPerson(world, { roles: ['trainingOfficer'] }),
	teacher: await givenPerson(world)
});

/** An open class; commands run at NOW unless told otherwise. */
export async function givenClass(
	world: World,
	{ officer, teacher }: Crew,
	plan: Plan & { draft?: boolean; now?: Date } = {}
): Promise<{ id: string; sessions: string[] }> {
	const ctx = world.ctx(officer, plan.now);
	const { id } = await createClass(ctx, createClassSchema.parse(classForm(officer, teacher, plan)));
	if (!plan.draft) await openClass(ctx, { classId: id });
	return { id, sessions: (await sessionsOf(world, id)).map((session) => session.id) };
}

export const sessionsOf = (world: World, classId: string) =>
	world.db
		.select()
		.from(classSessions)
		.where(eq(classSessions.classId, classId))
		.orderBy(asc(classSessions.startsAt));

export const update = (
	world: World,
	{ officer, teacher }: Crew,
	classId: string,
	revision: number,
	plan: Plan,
	extra: Record<string, unknown> = {},
	now?: Date
) =>
	updateClass(
		world.ctx(officer, now),
		updateClassSchema.parse({ ...classForm(officer, teacher, plan), ...extra, classId, revision })
	);

/** People who enrol one after the other, a minute apart. */
export async function enrolled(world: World, classId: string, count: number): Promise<GivenPerson[]> {
	const people: GivenPerson[] = [];
	for (let i = 0; i < count; i++) {
		const person = await givenPerson(world);
		await enrolSelf(world.ctx(person, new Date(NOW.getTime() + i * 60_000)), { classId });
		people.push(person);
	}
	return people;
}

/** The code that the screen of a session shows at an instant. */
export async function codeAt(world: World, sessionId: string, at: Date): Promise<string> {
	const [row] = await world.db.select().from(classSessions).where(eq(classSessions.id, sessionId));
	return codeOf(row!.codeSecret, slotOf(at));
}
