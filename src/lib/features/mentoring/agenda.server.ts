import { clearEngagements, engage } from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { addDays, instantIn } from '$lib/shared/dates';

const title = { 'zh-CN': '跟班', en: 'Shadowing' };

/** Puts a logged session into both agendas; one that does not say when it began is a day without hours. */
export async function engageEntry(
	tx: Database,
	ctx: Context,
	pairing: { traineeId: string; mentorId: string },
	entry: { id: string; occurredOn: string; startedAt: Date | null; minutes: number }
): Promise<void> {
	const { startedAt, minutes, occurredOn } = entry;
	const common = {
		...{ title, place: null, href: `/mentoring/entries/${entry.id}`, dayOnly: !startedAt },
		startsAt: startedAt ?? instantIn(`${occurredOn}T00:00`)!,
		endsAt: startedAt
			? new Date(startedAt.getTime() + minutes * 60_000)
			: instantIn(`${addDays(occurredOn, 1)}T00:00`)!
	};
	const both = [pairing.traineeId, pairing.mentorId].map((personId) => ({ ...common, personId }));
	await engage(tx, ctx, { type: 'shadowing', id: entry.id }, both);
}

/** Takes a session out again that was disputed: it did not happen as the entry says. */
export const disengageEntry = (tx: Database, entryId: string): Promise<void> =>
	clearEngagements(tx, { type: 'shadowing', id: entryId });
