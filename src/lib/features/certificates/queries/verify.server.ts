import { eq, sql } from 'drizzle-orm';
import { countedHit, countHit, hitValues, type Limit } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { prepared } from '$lib/server/db/database';
import { codeOfFault } from '$lib/server/http/fault';
import { log } from '$lib/server/log';
import { dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import { sameName } from '../mask';
import { parseNumber } from '../number';
import { certificateRevocations, certificates } from '../tables.server';
import { verificationOf, withoutFacts, type Verification } from '../verification';
import { viewOf, type CertificateView } from '../view';
import { viewColumns } from './columns.server';

export const LOOK_UPS = { hits: 120, seconds: 10 * 60 };
const NAMES = { hits: 20, seconds: 10 * 60 };
/** Against guessing one holder's name from many addresses. */
const NAMES_PER_NUMBER = { hits: 60, seconds: 60 * 60 };

/**
 * What a number says to anybody, signed in or not: no permission is asked. `address` is the visitor's, for the
 * limit on look-ups; a number with a typing error is told without one. Never throws because the database is away.
 */
export async function verifyCertificate(ctx: Context, typed: string, address: string): Promise<Verification> {
	const number = parseNumber(typed);
	if (!number) return withoutFacts('typo', typed.slice(0, 60), ctx.now);
	try {
		const found = await findByNumber(ctx, number, `verify:look-up:${address}`, LOOK_UPS);
		return found ? verificationOf(found, ctx.now) : withoutFacts('notFound', number, ctx.now);
	} catch (error) {
		if (error instanceof Refusal || !isAway(ctx, error)) throw error;
		return withoutFacts('unavailable', number, ctx.now);
	}
}

export type NameComparison = 'matches' | 'differs' | 'unavailable';

/** Whether a full name is the holder's. An unknown number answers like a wrong name. */
export async function compareHolder(
	ctx: Context,
	input: { number: string; name: string },
	address: string
): Promise<NameComparison> {
	const number = parseNumber(input.number);
	if (!number) return 'differs';
	try {
		await limit(ctx, `verify:name:${address}`, NAMES);
		const found = await findByNumber(ctx, number, `verify:name-of:${number}`, NAMES_PER_NUMBER);
		return found && sameName(input.name, found.printed.holder) ? 'matches' : 'differs';
	} catch (error) {
		if (error instanceof Refusal || !isAway(ctx, error)) throw error;
		return 'unavailable';
	}
}

const byNumber = prepared((db) => {
	const hit = db.$with('hit', { hits: sql<number>`hits`.as('hits') }).as(countedHit());
	return db
		.with(hit)
		.select({ hits: hit.hits, ...viewColumns })
		.from(hit)
		.leftJoin(certificates, eq(certificates.number, sql.placeholder('number')))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.prepare('certificate_by_number');
});

/** Counts a hit against a key and finds the certificate, in one statement: many look theirs up when results are out. */
async function findByNumber(
	ctx: Context,
	number: string,
	key: string,
	allowed: Limit
): Promise<CertificateView | null> {
	const [row] = await byNumber(ctx.db).execute({ number, ...hitValues(key, allowed, ctx.now) });
	if (!row || Number(row.hits) > allowed.hits) throw limited();
	const { id, personId, validTo } = row;
	return id && personId && validTo ? viewOf({ ...row, id, personId, validTo }, dateIn(ctx.now)) : null;
}

const limited = () => new Refusal('limited', 'certificates.verify.limited');

/** Throws limited once a key has had its hits. */
export async function limit(ctx: Context, key: string, allowed: Limit): Promise<void> {
	if (!(await countHit(ctx.db, key, allowed, ctx.now))) throw limited();
}

/** Whether a failure is the database being away, which the page says in words instead of failing. */
function isAway(ctx: Context, error: unknown): boolean {
	const away = codeOfFault(error, 500) === 'app.database_away';
	if (away) log.error({ err: error, requestId: ctx.requestId }, 'a certificate could not be checked');
	return away;
}
