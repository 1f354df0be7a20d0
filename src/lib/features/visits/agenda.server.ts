import { clearEngagements, setEngagements } from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { instantIn, type IsoDate } from '$lib/shared/dates';
import { inOrder, type ProgrammeRow } from './rules';

interface Planned {
	id: string;
	title: string;
	host: string;
	programme: readonly ProgrammeRow[];
	startsOn: IsoDate;
	endsOn: IsoDate;
}

/** From the first to the last minute of a visit's programme. */
export function spanOf({ programme }: Pick<Planned, 'programme'>): { from: Date; to: Date } {
	const rows = inOrder(programme);
	const first = rows[0]!;
	const ends = rows.map(({ on, to }) => `${on}T${to}`).sort();
	return { from: instantIn(`${first.on}T${first.from}`)!, to: instantIn(ends.at(-1)!)! };
}

/** Keeps a visit in its visitors' agendas; `tentative` while it is only asked for. */
export async function keepInAgendas(
	tx: Database,
	ctx: Context,
	visit: Planned,
	personIds: readonly string[],
	tentative: boolean
): Promise<void> {
	const { from, to } = spanOf(visit);
	await setEngagements(
		tx,
		ctx,
		{ type: 'visit', id: visit.id },
		personIds.map((personId) => ({
			...{ personId, title: { 'zh-CN': visit.title, en: visit.title }, place: visit.host },
			...{ href: `/visits/${visit.id}`, startsAt: from, endsAt: to, tentative }
		}))
	);
}

export const leaveAgendas = (tx: Database, visitId: string): Promise<void> =>
	clearEngagements(tx, { type: 'visit', id: visitId });
