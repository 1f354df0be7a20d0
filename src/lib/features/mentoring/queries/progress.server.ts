import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { computeProgress, type Progress, type ProgressSession } from '../progress';
import { lastDay, type PairingDates } from '../rules';
import { standing } from '../standing.server';

/**
 * The progress of a pairing up to a day. A level is the mentor's: of the entry, or of the mentor's countersignature
 * where the trainee wrote it; a reflection the trainee's: of the countersignature, or the note of their own entry. Asks
 * no permission: the caller does.
 */
export async function progressOf(
	db: Database,
	pairing: PairingDates & { id: string },
	today: IsoDate
): Promise<Progress> {
	const sessions = await rowsOf<ProgressSession>(
		db,
		sql`select * from (select e.id, e.occurred_on::text as "occurredOn", e.minutes, e.steps, ${standing} as standing,
				case when e.rubric = '{}'::jsonb then coalesce(a.detail->'rubric', '{}'::jsonb) else e.rubric end as rubric,
				nullif(case when b.signer_id = p.trainee_id then e.note
					when a.act = 'countersign' and a.signer_id = p.trainee_id then a.words end, '') as reflection
			from pairings p
			join shadowing_entries e on e.pairing_id = p.id
			left join shadowing_signatures b on b.entry_id = e.id and b.act = 'submit'
			left join shadowing_signatures a on a.entry_id = e.id and a.act in ('countersign', 'dispute')
			where p.id = ${pairing.id}) x where x.standing <> 'out'`
	);
	const last = lastDay(pairing);
	return computeProgress(sessions, { startsOn: pairing.startsOn, until: today < last ? today : last });
}
