import { and, eq, gt, lte } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { no, yes, type Decision } from '$lib/shared/result';
import { isCode, pastSlotOf, slotOf } from './codes.server';
import type { SessionRow } from './load.server';
import { CODES_EARLY_MS, codesCount } from './rules';
import { classEnrolments, classes, classSessions } from './tables.server';

/** How long after its end a code of a session is still known, to say why it does not count. */
const REMEMBERED_MS = 12 * 60 * 60_000;

/** The sessions at which a person has a place and whose codes may count now, or lately did; held against a second code. */
export async function ownSessions(
	db: Database,
	personId: string,
	now: Date,
	hold = false
): Promise<SessionRow[]> {
	const found = db
		.select({ session: classSessions })
		.from(classSessions)
		.innerJoin(classes, and(eq(classes.id, classSessions.classId), eq(classes.state, 'open')))
		.innerJoin(
			classEnrolments,
			and(
				eq(classEnrolments.classId, classes.id),
				eq(classEnrolments.personId, personId),
				eq(classEnrolments.state, 'enrolled')
			)
		)
		.where(
			and(
				lte(classSessions.startsAt, new Date(now.getTime() + CODES_EARLY_MS)),
				gt(classSessions.endsAt, new Date(now.getTime() - REMEMBERED_MS))
			)
		);
	const rows = await (hold ? found.for('update', { of: classEnrolments }) : found);
	return rows.map(({ session }) => session);
}

/** The session that a typed code is of, and its half minute; or why it does not count. */
export async function recognise(
	tx: Database,
	personId: string,
	code: string,
	now: Date
): Promise<Decision<{ session: SessionRow; slot: number }>> {
	const slot = slotOf(now);
	const own = await ownSessions(tx, personId, now, true);
	const going = own.filter((session) => codesCount(session, now));
	const session = going.find(({ codesOpen, codeSecret }) => codesOpen && isCode(codeSecret, slot, code));
	if (session) return yes({ session, slot });
	if (going.some((one) => pastSlotOf(one, code, now) !== null)) return no('classes.check_in.old');
	if (own.some((one) => !codesCount(one, now) && pastSlotOf(one, code, now) !== null)) {
		return no('classes.check_in.over');
	}
	if (await isOfOthers(tx, own, code, now)) return no('classes.check_in.not_enrolled');
	if (!going.length) return no('classes.check_in.nothing');
	return going.some(({ codesOpen }) => codesOpen)
		? no('classes.check_in.wrong')
		: no('classes.check_in.closed');
}

/** Whether a code is shown right now at a session at which the person has no place. */
async function isOfOthers(
	tx: Database,
	own: readonly SessionRow[],
	code: string,
	now: Date
): Promise<boolean> {
	const open = await tx
		.select({ id: classSessions.id, codeSecret: classSessions.codeSecret })
		.from(classSessions)
		.where(
			and(
				eq(classSessions.codesOpen, true),
				lte(classSessions.startsAt, new Date(now.getTime() + CODES_EARLY_MS)),
				gt(classSessions.endsAt, now)
			)
		);
	return open.some(
		({ id, codeSecret }) => !own.some((one) => one.id === id) && isCode(codeSecret, slotOf(now), code)
	);
}
