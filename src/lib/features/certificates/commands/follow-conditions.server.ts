import { eq, sql } from 'drizzle-orm';
import { recordAudits, type AuditEntry } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { cure, extend, lapse, suspend, suspensionsOf } from '../follow/act.server';
import { followedOf, holdersWithConditions, type Followed } from '../follow/holders.server';
import { planOn, type Plan } from '../follow/plan';
import { rulesOfKinds } from '../holdings.server';
import { certificateRevocations } from '../tables.server';

/** Queue of the daily look at what certificates go on depending on, and its schedule in the organisation's zone. */
export const FOLLOW_CONDITIONS = 'certificates_follow_conditions';
export const FOLLOW_CONDITIONS_CRON = '15 6 * * *';

/** People whose facts are read at once. */
const BATCH = 200;

/**
 * The daily look at everybody, or at one person, whose certificate goes on depending on something (field G12): a breach
 * suspends it, its cure restores it, and uncured for as long as its kind allows it has lapsed. Whoever is back from leave that
 * stops the clock has the days that were left. Running twice changes nothing; what people decided is left alone.
 *
 * No authorisation: it does what the kind's rules say.
 */
export async function followConditions(ctx: Context, { personId = null }: { personId?: string | null } = {}) {
	const today = dateIn(ctx.now);
	const kinds = await rulesOfKinds(ctx.db);
	const ids = await holdersWithConditions(ctx.db, personId);
	const failed: unknown[] = [];
	for (let i = 0; i < ids.length; i += BATCH)
		for (const followed of await followedOf(ctx.db, today, ids.slice(i, i + BATCH), kinds))
			await settle(ctx, followed).catch((error: unknown) => failed.push(error));
	// One that fails keeps nobody else from being looked at.
	if (failed.length) throw new AggregateError(failed, `${failed.length} certificates could not be followed`);
}

async function settle(ctx: Context, followed: Followed): Promise<void> {
	const { certificate, breaches, rules, extendedTo } = followed;
	const planIn = async (db: Database) =>
		planOn(dateIn(ctx.now), breaches, await suspensionsOf(db, certificate.id), rules.conditions);
	if (!changes(await planIn(ctx.db)) && !extendedTo) return;
	await withTransaction(ctx, async (tx) => {
		await rowsOf(tx, sql`select id from certificates where id = ${certificate.id} for no key update`);
		const out = eq(certificateRevocations.certificateId, certificate.id);
		if (await tx.$count(certificateRevocations, out)) return;
		const plan = await planIn(tx);
		const done: AuditEntry[] = [];
		if (plan.lapses) done.push(await lapse(tx, ctx, followed));
		else {
			for (const over of plan.cure) done.push(await cure(tx, ctx, followed, over));
			for (const found of plan.suspend) done.push(await suspend(tx, ctx, followed, found));
			// A suspended one stays itself; the day on which it counts again is early enough.
			const open = (await suspensionsOf(tx, certificate.id)).some(({ curedAt }) => !curedAt);
			if (extendedTo && !open) done.push(...(await extend(tx, ctx, followed, extendedTo)));
		}
		await recordAudits(tx, ctx, done);
	});
}

const changes = ({ suspend: found, cure: over, lapses }: Plan): boolean =>
	lapses || found.length + over.length > 0;
