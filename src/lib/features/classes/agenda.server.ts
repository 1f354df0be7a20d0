import {
	clearEngagements,
	findClashes,
	holdAgendas,
	setEngagements,
	type Clash,
	type Source
} from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { openEnrolments, type LoadedClass } from './load.server';
import type { Span } from './rules';

/** A session takes the time of those who learn in it and of who teaches it. */
export const sourcesOf = (sessionIds: readonly string[]): Source[] =>
	sessionIds.flatMap((id) => [
		{ type: 'classSession' as const, id },
		{ type: 'teaching' as const, id }
	]);

/** Puts a class into the agendas of all whom it concerns as it stands now; one that is not open is in nobody's. */
export async function syncAgendas(tx: Database, ctx: Context, row: LoadedClass): Promise<void> {
	if (row.state !== 'open' && row.state !== 'closed') {
		for (const source of sourcesOf(row.sessions.map(({ id }) => id))) await clearEngagements(tx, source);
		return;
	}
	const enrolments = await openEnrolments(tx, row.id);
	for (const { id, startsAt, endsAt, place } of row.sessions) {
		const common = { title: row.title, place, startsAt, endsAt };
		await setEngagements(
			tx,
			ctx,
			{ type: 'classSession', id },
			enrolments.map(({ personId, state }) => ({
				...common,
				personId,
				href: `/classes/${row.id}`,
				tentative: state !== 'enrolled'
			}))
		);
		const teaching = { ...common, personId: row.teacherId, href: `/classes/${row.id}/teach?session=${id}` };
		await setEngagements(tx, ctx, { type: 'teaching', id }, [teaching]);
	}
}

/** What takes these people's time during the sessions, other than the class itself; their agendas are held from now. */
export async function clashesOf(
	tx: Database,
	personIds: readonly string[],
	sessions: readonly Span[],
	ownSessionIds: readonly string[]
): Promise<Clash[]> {
	await holdAgendas(tx, personIds);
	const all: Clash[] = [];
	for (const { startsAt, endsAt } of sessions) {
		all.push(...(await findClashes(tx, personIds, startsAt, endsAt, sourcesOf(ownSessionIds))));
	}
	// One long engagement may stand in the way of several sessions.
	const key = (clash: Clash) => `${clash.personId} ${clash.href} ${clash.startsAt.toISOString()}`;
	return [...new Map(all.map((clash) => [key(clash), clash])).values()];
}
