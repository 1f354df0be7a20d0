import { and, asc, eq } from 'drizzle-orm';
import { encodeQR } from 'qr';
import type { Context } from '$lib/server/context';
import { isId } from '$lib/shared/ids';
import { notFound } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { codeOf, leftOf, slotOf } from '../codes.server';
import { attendanceOf, authorizeTeach, loadClass, type LoadedClass, type SessionRow } from '../load.server';
import { codesCount, decideMark } from '../rules';
import { classEnrolments } from '../tables.server';
import type { AttendanceState } from '../vocabulary';

/** What the teacher's screen shows of a session and what it is told live. */
export interface Register {
	/** Null while no codes are shown. */
	code: { digits: string; qr: { size: number; path: string }; leftMs: number } | null;
	mayShow: boolean;
	mayMark: boolean;
	came: number;
	learners: {
		personId: string;
		name: string;
		employeeNo: string;
		state: AttendanceState | null;
		means: 'code' | 'hand' | null;
		note: string | null;
		at: string | null;
	}[];
}

/** The teacher's screen: the sessions of a class, and the register of the one asked for, else of the one that matters now. */
export async function getTeaching(ctx: Context, classId: string, sessionId: string | null, origin: string) {
	const row = await loadClass(ctx.db, classId);
	authorizeTeach(ctx, row);
	const session =
		row.sessions.find(({ id }) => id === sessionId) ??
		row.sessions.find(({ endsAt }) => endsAt > ctx.now) ??
		row.sessions.at(-1);
	if (!session) throw notFound();
	return {
		...{ id: row.id, title: row.title, state: row.state },
		sessions: row.sessions.map(({ id, startsAt, endsAt, place }) => ({
			...{ id, place, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
		})),
		sessionId: session.id,
		register: await readRegister(ctx, row, session, origin)
	};
}

/** The same register again, for a page that stays open; null when the session is gone. */
export async function getRegister(
	ctx: Context,
	classId: string,
	sessionId: string,
	origin: string
): Promise<Register | null> {
	if (!isId(sessionId)) throw notFound();
	const row = await loadClass(ctx.db, classId);
	authorizeTeach(ctx, row);
	const session = row.sessions.find(({ id }) => id === sessionId);
	return session ? readRegister(ctx, row, session, origin) : null;
}

async function readRegister(
	ctx: Context,
	row: LoadedClass,
	session: SessionRow,
	origin: string
): Promise<Register> {
	const enrolled = await ctx.db
		.select({ personId: people.id, name: people.name, employeeNo: people.employeeNo })
		.from(classEnrolments)
		.innerJoin(people, eq(people.id, classEnrolments.personId))
		.where(and(eq(classEnrolments.classId, row.id), eq(classEnrolments.state, 'enrolled')))
		.orderBy(asc(people.employeeNo));
	const seen = new Map((await attendanceOf(ctx.db, [session.id])).map((one) => [one.personId, one]));
	const learners = enrolled.map((person) => {
		const one = seen.get(person.personId);
		return {
			...person,
			...{ state: one?.state ?? null, means: one?.means ?? null, note: one?.note ?? null },
			at: one?.recordedAt.toISOString() ?? null
		};
	});
	const counts = row.state === 'open' && codesCount(session, ctx.now);
	return {
		code: counts && session.codesOpen ? codeNow(session.codeSecret, ctx.now, origin) : null,
		mayShow: counts,
		mayMark: decideMark({ state: row.state, enrolled: true, session, now: ctx.now }).ok,
		came: learners.filter(({ state }) => state === 'present' || state === 'late').length,
		learners
	};
}

/** The code of this half minute, and a QR symbol that leads to it. */
function codeNow(secret: string, now: Date, origin: string) {
	const digits = codeOf(secret, slotOf(now));
	const modules = encodeQR(`${origin}/classes/check-in?code=${digits}`, 'raw', { ecc: 'medium', border: 2 });
	const path = modules
		.flatMap((line, y) => line.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { digits, qr: { size: modules.length, path }, leftMs: leftOf(now) };
}
