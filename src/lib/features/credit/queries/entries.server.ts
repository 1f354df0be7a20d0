import { sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { holdAgainst, sumBy } from '../rules';
import type { CreditFact } from '../facts.server';
import { requirementOf } from './requirements.server';

export interface Correction {
	minutes: number;
	reason: string;
	/** Name of whoever corrected it; null when a rule of the system did, and `reason` is its code. */
	by: string | null;
	at: string;
}

/** An entry of the ledger with what was corrected of it. */
export interface ListedEntry {
	id: string;
	source: CreditFact['source'];
	sourceId: string;
	title: LocalText;
	area: string;
	method: string;
	/** As first written, and as it counts now. */
	written: number;
	minutes: number;
	earnedOn: IsoDate;
	/** Name of whoever accepted it; null when a rule of the system did. */
	acceptedBy: string | null;
	corrections: Correction[];
}

async function entriesOf(db: Database, personId: string, year: number): Promise<ListedEntry[]> {
	return rowsOf<ListedEntry>(
		db,
		sql`select e.id, e.source_type as source, e.source_id as "sourceId", e.title, e.area, e.method, e.minutes as written,
			(e.minutes + coalesce(k.minutes, 0))::int as minutes, e.earned_on::text as "earnedOn", p.name as "acceptedBy",
			coalesce(k.corrections, '[]'::json) as corrections
		from credit_entries e
		left join people p on p.id = e.accepted_by
		left join lateral (
			select sum(k.minutes) as minutes, json_agg(json_build_object('minutes', k.minutes, 'reason', k.reason, 'by', q.name,
				'at', k.recorded_at) order by k.recorded_at, k.id) as corrections
			from credit_entries k left join people q on q.id = k.accepted_by where k.corrects_id = e.id
		) k on true
		where e.person_id = ${personId} and e.corrects_id is null
			and e.earned_on between ${`${year}-01-01`} and ${`${year}-12-31`}
		order by e.earned_on desc, e.id desc`
	);
}

/** The years that a person has credit in, and this one, the newest first. */
async function yearsOf(db: Database, personId: string, today: IsoDate): Promise<number[]> {
	const rows = await rowsOf<{ year: number }>(
		db,
		sql`select distinct extract(year from earned_on)::int as year from credit_entries where person_id = ${personId}`
	);
	const years = new Set([Number(today.slice(0, 4)), ...rows.map(({ year }) => year)]);
	return [...years].sort((a, b) => b - a);
}

async function creditOf(ctx: Context, personId: string, asked: number | null) {
	const today = dateIn(ctx.now);
	const years = await yearsOf(ctx.db, personId, today);
	const year = years.find((one) => one === asked) ?? Number(today.slice(0, 4));
	const entries = await entriesOf(ctx.db, personId, year);
	return {
		year,
		years,
		entries,
		sum: holdAgainst(entries, await requirementOf(ctx.db, year)),
		byArea: sumBy(entries, 'area'),
		byMethod: sumBy(entries, 'method')
	};
}

/** One's own credit in a calendar year (null: this one), against what the year asks, by area and by method. */
export async function getMyCredit(ctx: Context, year: number | null) {
	if (ctx.actor.kind !== 'person') throw forbidden();
	authorize(ctx.actor, 'credit.entry.read', { personId: ctx.actor.personId });
	return creditOf(ctx, ctx.actor.personId, year);
}

/** Somebody's credit in a calendar year, for staff; with whether the reader may correct it. */
export async function getCreditOf(ctx: Context, personId: string, year: number | null) {
	if (!isId(personId)) throw notFound();
	const { unitPath } = await getPersonSubject(ctx.db, personId);
	authorize(ctx.actor, 'credit.entry.read', { personId, unitPath });
	const subject = { personId, unitPath, parties: { person: personId } };
	return {
		...(await creditOf(ctx, personId, year)),
		mayCorrect: can(ctx.actor, 'credit.entry.correct', subject).ok
	};
}
