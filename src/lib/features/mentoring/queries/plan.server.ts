import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { AgreementContent } from '../agreement';
import { proposeSteps, type StepProposal } from '../plan';
import { plannedSessions } from '../tables.server';
import type { WorkStep } from '../vocabulary';
import type { EntryRow } from './rows.server';

export interface PlannedRow {
	id: string;
	/** Instants in ISO form. */
	startsAt: string;
	endsAt: string;
	minutes: number;
	steps: WorkStep[];
	note: string;
}

export interface Plan {
	/** What is ahead or going on, soonest first. */
	upcoming: PlannedRow[];
	/** What is over and neither logged nor cancelled. */
	missed: PlannedRow[];
	/** The work steps as the next session should take them. */
	proposals: StepProposal[];
}

/** What the two have planned. Asks no permission: the caller does. */
export async function planOf(
	db: Database,
	pairingId: string,
	now: Date,
	{ current, entries }: { current: AgreementContent | null; entries: readonly EntryRow[] }
): Promise<Plan> {
	const rows = await db
		.select()
		.from(plannedSessions)
		.where(and(eq(plannedSessions.pairingId, pairingId), eq(plannedSessions.state, 'planned')))
		.orderBy(asc(plannedSessions.startsAt), asc(plannedSessions.id));
	const sessions = rows.map(({ id, startsAt, endsAt, steps, note }) => ({
		...{ id, note, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
		steps: steps as WorkStep[],
		minutes: Math.round((endsAt.getTime() - startsAt.getTime()) / 60_000)
	}));
	const isAhead = ({ endsAt }: PlannedRow) => endsAt > now.toISOString();
	const upcoming = sessions.filter(isAhead);
	// What is disputed or was replaced covers nothing.
	const done = entries.filter(({ state }) => ['waiting', 'countersigned', 'settled'].includes(state));
	return {
		upcoming,
		missed: sessions.filter((one) => !isAhead(one)),
		proposals: proposeSteps(current?.steps ?? [], done, upcoming)
	};
}
