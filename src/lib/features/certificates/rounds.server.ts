import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { holdingKey, holdingsOn, rulesOf, rulesOfKinds, type Row } from './holdings.server';
import { certify, renewalOf } from './periods/certify';
import { heldOf, stateOn, type Held, type Period } from './periods/period';
import { roundOn } from './periods/round';
import type { Validity } from './periods/validity';
import { certificateKinds, certificatePeriods } from './tables.server';

/** What a certificate of today fills in: found before it is written, kept after. */
export interface OpenRound {
	kind: string;
	version: number;
	validity: Validity;
	/** The row that waited; null: a new one. */
	rowId: string | null;
	period: Held;
	/** A row that waits for a renewal no longer possible. */
	closesId: string | null;
}

interface Asked {
	personId: string;
	ladder: string;
	tier: string;
}

/** Which round a certificate of a kind is for; or the day on which renewal opens, where it has not. */
export type RoundOf = (asked: Asked) => { round: OpenRound; opens: null } | { round: null; opens: IsoDate };

/** Holds a person until the transaction ends, so that a certificate of theirs is not issued while another is revoked. */
export async function holdPerson(tx: Database, personId: string): Promise<void> {
	await rowsOf(tx, sql`select id from people where id = ${personId} for no key update`);
}

/** All kinds with their rules. */
export async function readKinds(db: Database) {
	return { kinds: await db.select().from(certificateKinds), rules: await rulesOfKinds(db) };
}
export type Kinds = Awaited<ReturnType<typeof readKinds>>;

/**
 * The rounds that certificates issued today are for, and how long they hold (field 1.10): a renewal in its window follows
 * the old one, before the window opens it is refused, and too late it counts from today. Grades without a kind are refused
 * before. Who issues holds the person (`holdPerson`).
 */
export async function roundsOn(
	db: Database,
	today: IsoDate,
	asked: readonly Asked[],
	read?: Kinds
): Promise<RoundOf> {
	const { kinds, rules } = read ?? (await readKinds(db));
	const ids = asked.map(({ personId }) => personId);
	const holdings = await holdingsOn(db, today, ids, rules);

	return ({ personId, ladder, tier }) => {
		const kind = kinds.find((one) => one.ladder === ladder && one.tier === tier)?.id;
		const current = kind && rules.get(kind)?.[0];
		if (!current) throw new Error(`no kind of certificate for ${ladder} ${tier}`);
		const { version, validity } = current;
		const periods = holdings.get(holdingKey(personId, kind)) ?? [];
		// What lapsed was revoked, and suspensions end no round.
		const { row, renewed, closes } = roundOn(today, { periods, breaches: [], cureWithin: {} });
		if (today < row.opens) return { round: null, opens: row.opens };
		const decision = certify(row, today, validity, renewed);
		// Of rows that cannot be done any more `roundOn` gives none.
		if (!decision.ok) throw new Error(decision.code);
		const idOf = (period: Period | null) => periods.find((one) => one === period)?.id ?? null;
		const [rowId, closesId] = [idOf(row), idOf(closes)];
		return { round: { kind, version, validity, rowId, period: decision.period, closesId }, opens: null };
	};
}

/** Writes the round of a certificate just written, and the row of its next renewal. */
export async function keepRound(
	tx: Database,
	ctx: Context,
	{ kind, version, validity, rowId, period, closesId }: OpenRound,
	{ certificateId, personId }: { certificateId: string; personId: string }
): Promise<void> {
	if (closesId) {
		const closed = { revoked: dateIn(ctx.now) };
		await tx.update(certificatePeriods).set(closed).where(eq(certificatePeriods.id, closesId));
	}
	const { certified, from, until } = period;
	const done = { certified, fromOn: from, untilOn: until, version, certificateId };
	const of = { personId, kind };
	if (rowId) await tx.update(certificatePeriods).set(done).where(eq(certificatePeriods.id, rowId));
	else await tx.insert(certificatePeriods).values({ ...waitingRow(ctx, period, of), ...done });
	const next = renewalOf(period, validity);
	if (next) await tx.insert(certificatePeriods).values(waitingRow(ctx, next, of));
}

/**
 * Ends the round of a certificate that is revoked, whichever of those that replaced one another, and the renewal that waits
 * for it. Where it was itself a renewal and the one before still holds, that one waits to be renewed again.
 */
export async function revokeRounds(
	tx: Database,
	ctx: Context,
	{ groundId, personId }: { groundId: string; personId: string }
): Promise<void> {
	await holdPerson(tx, personId);
	const day = dateIn(ctx.now);
	const [ended] = await tx
		.update(certificatePeriods)
		.set({ revoked: day })
		.where(
			sql`${certificatePeriods.revoked} is null and ${certificatePeriods.certificateId} in (
				select c.id from certificates c where c.ground_id = ${groundId}
			)`
		)
		.returning();
	if (!ended) return;
	const { kind } = ended;
	const ours = and(eq(certificatePeriods.personId, personId), eq(certificatePeriods.kind, kind));
	const kinds = await rulesOfKinds(tx);
	const rows = (await holdingsOn(tx, day, [personId], kinds)).get(holdingKey(personId, kind)) ?? [];
	const last = heldOf(rows).at(-1) as (Held & Row) | undefined;
	if (last && last.from > ended.fromOn!) return;
	await tx
		.update(certificatePeriods)
		.set({ revoked: day })
		.where(and(ours, isNull(certificatePeriods.certified), isNull(certificatePeriods.revoked)));
	const rules = last && rulesOf(kinds, last);
	if (!last || !rules || stateOn(last, day) !== 'inForce') return;
	const next = renewalOf(last, rules.validity);
	if (next) await tx.insert(certificatePeriods).values(waitingRow(ctx, next, { personId, kind }));
}

const waitingRow = (
	ctx: Context,
	{ opens, due, ends }: Period,
	of: { personId: string; kind: string }
): typeof certificatePeriods.$inferInsert => ({ id: newId(ctx.now), ...of, opens, due, ends });
