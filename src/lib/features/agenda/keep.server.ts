import { and, asc, eq, gt, inArray, lt, not, or, sql } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { newId } from '$lib/shared/ids';
import { engagements } from './tables.server';

export type SourceType = typeof engagements.$inferInsert.sourceType;

/** What takes a person's time: a session of a class, say, and its id. */
export interface Source {
	type: SourceType;
	id: string;
}

export interface Engagement {
	personId: string;
	title: LocalText;
	place: string | null;
	/** Address of its page. */
	href: string;
	startsAt: Date;
	endsAt: Date;
	/** Asked for but not agreed yet: shown, and no clash. */
	tentative?: boolean;
	/** Only the day is known: from its first instant to the next day's, shown, and no clash. */
	dayOnly?: boolean;
}

/** Somebody's time that is taken already. */
export interface Clash {
	personId: string;
	sourceType: SourceType;
	title: LocalText;
	href: string;
	startsAt: Date;
	endsAt: Date;
}

const of = (source: Source) =>
	and(eq(engagements.sourceType, source.type), eq(engagements.sourceId, source.id));

/** Replaces everything that a source says, in the caller's transaction; rows that say the same stay untouched. */
export async function setEngagements(
	tx: Database,
	ctx: Context,
	source: Source,
	rows: readonly Engagement[]
): Promise<void> {
	const kept = rows.map(({ personId }) => personId);
	await tx
		.delete(engagements)
		.where(and(of(source), kept.length ? not(inArray(engagements.personId, kept)) : undefined));
	await engage(tx, ctx, source, rows);
}

/** Adds or moves what a source says of these people, and leaves what it says of others. */
export async function engage(
	tx: Database,
	ctx: Context,
	source: Source,
	rows: readonly Engagement[]
): Promise<void> {
	if (!rows.length) return;
	const { title, place, href, startsAt, endsAt, tentative, dayOnly } = engagements;
	const told = [title, place, href, startsAt, endsAt, tentative, dayOnly];
	const same = sql.join(
		told.map((column) => sql`${column} is not distinct from ${sql.raw(`excluded."${column.name}"`)}`),
		sql` and `
	);
	await tx
		.insert(engagements)
		.values(
			rows.map((row) => ({
				...row,
				id: newId(ctx.now),
				sourceType: source.type,
				sourceId: source.id,
				tentative: row.tentative ?? false,
				dayOnly: row.dayOnly ?? false,
				updatedAt: ctx.now
			}))
		)
		.onConflictDoUpdate({
			target: [engagements.personId, engagements.sourceType, engagements.sourceId],
			set: {
				...Object.fromEntries(
					(['title', 'place', 'href', 'startsAt', 'endsAt', 'tentative', 'dayOnly'] as const).map((name) => [
						name,
						sql.raw(`excluded."${engagements[name].name}"`)
					])
				),
				updatedAt: ctx.now
			},
			setWhere: sql`not (${same})`
		});
}

/** Takes back everything that a source says, or what it says of one person. */
export async function clearEngagements(tx: Database, source: Source, personId?: string): Promise<void> {
	await tx
		.delete(engagements)
		.where(and(of(source), personId ? eq(engagements.personId, personId) : undefined));
}

/**
 * Holds the agendas of people to the end of the transaction: whoever looks for clashes and then takes their time
 * does it one after the other, in whatever feature.
 */
export async function holdAgendas(tx: Database, personIds: readonly string[]): Promise<void> {
	for (const id of [...new Set(personIds)].sort()) {
		await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`agenda:${id}`}, 7205004))`);
	}
}

/**
 * What takes these people's time between two instants, soonest first; what only touches either is no clash, nor is
 * what is tentative or has no hours. `except` leaves out sources. Asks no permission: the caller does.
 */
export async function findClashes(
	db: Database,
	personIds: readonly string[],
	from: Date,
	to: Date,
	except: readonly Source[] = []
): Promise<Clash[]> {
	if (!personIds.length) return [];
	return db
		.select({
			personId: engagements.personId,
			sourceType: engagements.sourceType,
			title: engagements.title,
			href: engagements.href,
			startsAt: engagements.startsAt,
			endsAt: engagements.endsAt
		})
		.from(engagements)
		.where(
			and(
				inArray(engagements.personId, [...personIds]),
				lt(engagements.startsAt, to),
				gt(engagements.endsAt, from),
				eq(engagements.tentative, false),
				eq(engagements.dayOnly, false),
				except.length ? not(or(...except.map((source) => of(source)!))!) : undefined
			)
		)
		.orderBy(asc(engagements.startsAt), engagements.id);
}
