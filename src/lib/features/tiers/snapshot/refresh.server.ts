import { sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { eachFacts, factsFor } from '../facts.server';
import { policiesInForce } from '../policies-in-force.server';
import { membersOf } from '../standing.server';
import { reevaluate } from './reevaluate.server';
import { recount, replaceRows, rowsFor, unitsOf } from './write.server';

/** The job that runs it every minute. */
export const REFRESH_STANDINGS = 'tiers.standings.refresh';

/** More people than this, and everybody is looked at. */
const MANY_PEOPLE = 5000;
/** People looked at in one step when only some are. */
const STEP = 1000;

/** Entries that may have changed how somebody stands: looking at things and signing in do not. */
export const relevant = sql`action not like '%.read' and action !~ '^(people\\.(session|password|preferences)|audit|notifications)\\.'`;
/** Entries about nobody that concern everybody. */
const concernsAll = sql`person_id is null and action ~ '^(tiers\\.(policy|calendar)|people\\.unit|assessments\\.period)\\.'`;

export interface Refreshed {
	/** `busy`: another instance is at it. */
	state: 'done' | 'busy';
	/** People looked at; null: everybody. */
	people: number | null;
}

/**
 * Brings the snapshot up to what is committed: the entries of the audit log after the last known one name the people
 * to look at again; a new day, a new standard or a unit that moved concern everybody. One instance does it at a
 * time. Where a fact was corrected, decisions that rested on it are looked at again. Asks no permission.
 */
export async function refreshStandings(ctx: Context): Promise<Refreshed> {
	const asOf = dateIn(ctx.now);
	await ctx.db.execute(sql`insert into standings_cursor (id, seq, as_of, refreshed_at)
		select 1, -1, '1970-01-01', ${ctx.now.toISOString()}::timestamptz
		where not exists (select 1 from standings_cursor) on conflict do nothing`);
	return withTransaction(ctx, async (tx) => {
		const [cursor] = await rowsOf<{ seq: number; as_of: string }>(
			tx,
			sql`select seq, as_of::text from standings_cursor for update skip locked`
		);
		if (!cursor) return { state: 'busy', people: 0 };
		// The number first: what is committed while the facts are read is looked at again next time.
		const news = await newsSince(tx, Number(cursor.seq));
		const everybody = news.all || cursor.as_of !== asOf || news.people.length > MANY_PEOPLE;
		if (everybody) await refreshAll(tx, ctx, asOf);
		else await refreshSome(tx, ctx, asOf, news.people);
		// On the first look there are no late corrections: everything is new.
		if (Number(cursor.seq) >= 0) await reevaluate(tx, ctx, news.people);
		await tx.execute(sql`update standings_cursor set seq = ${news.seq}, as_of = ${asOf},
			refreshed_at = ${ctx.now.toISOString()}::timestamptz`);
		return { state: 'done', people: everybody ? null : news.people.length };
	});
}

async function newsSince(tx: Database, seq: number) {
	const [newest] = await rowsOf<{ seq: string; all: boolean }>(
		tx,
		sql`select coalesce(max(seq), 0) as seq, coalesce(bool_or(${concernsAll}), false) as all
			from audit_log where seq > ${seq}`
	);
	const last = Math.max(Number(newest?.seq ?? 0), seq, 0);
	if (seq < 0) return { seq: await lastSeq(tx), all: true, people: [] };
	const rows = await rowsOf<{ person_id: string }>(
		tx,
		sql`select distinct person_id from audit_log
			where seq > ${seq} and seq <= ${last} and person_id is not null and ${relevant}`
	);
	return { seq: last, all: newest?.all ?? false, people: rows.map(({ person_id }) => person_id) };
}

async function lastSeq(tx: Database): Promise<number> {
	const [row] = await rowsOf<{ seq: string }>(tx, sql`select coalesce(max(seq), 0) as seq from audit_log`);
	return Number(row?.seq ?? 0);
}

async function refreshSome(tx: Database, ctx: Context, asOf: IsoDate, people: string[]): Promise<void> {
	if (!people.length) return;
	const versions = await policiesInForce(tx, asOf);
	for (let from = 0; from < people.length; from += STEP) {
		const ids = people.slice(from, from + STEP);
		const before = await unitsOf(tx, ids);
		const members = await membersOf(tx, ids, asOf);
		const rows = rowsFor(members, await factsFor(tx, ids, { on: asOf }), versions, asOf);
		await replaceRows(tx, ids, rows, { asOf, now: ctx.now });
		const units = [...new Set([...before, ...rows.map((row) => row.unit_id)])];
		await recount(tx, units, [...versions.keys()], asOf);
	}
}

async function refreshAll(tx: Database, ctx: Context, asOf: IsoDate): Promise<void> {
	const versions = await policiesInForce(tx, asOf);
	let after: string | null = null;
	await eachFacts(tx, { on: asOf }, async (facts, ids) => {
		const range = { after, upTo: ids.at(-1)! };
		after = range.upTo;
		const rows = rowsFor(await membersOf(tx, range, asOf), facts, versions, asOf);
		await replaceRows(tx, range, rows, { asOf, now: ctx.now });
	});
	await recount(tx, null, [...versions.keys()], asOf);
}
