import { and, eq, inArray, not, sql, type SQL } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { preparedRows, type Database } from '$lib/server/db/database';
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
	sourceId: string;
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
	const told = rows.map(({ personId, startsAt, endsAt, tentative = false, dayOnly = false, ...row }) => ({
		...{ ...row, id: newId(ctx.now), person_id: personId, starts_at: startsAt, ends_at: endsAt },
		...{ tentative, day_only: dayOnly }
	}));
	await put(tx, {
		...{ type: source.type, source: source.id, rows: JSON.stringify(told), now: ctx.now.toISOString() }
	});
}

const put = preparedRows(() => {
	const its = sql.placeholder;
	const said = ['title', 'place', 'href', 'starts_at', 'ends_at', 'tentative', 'day_only'];
	const columns = (of: string) => sql.raw(said.map((name) => `${of}.${name}`).join(', '));
	const set = sql.raw(said.map((name) => `${name} = excluded.${name}`).join(', '));
	return sql`insert into engagements (id, person_id, source_type, source_id, updated_at, ${sql.raw(said.join(', '))})
		select r.id, r.person_id, ${its('type')}, ${its('source')}::uuid, ${its('now')}::timestamptz, ${columns('r')}
		from jsonb_to_recordset(${its('rows')}::text::jsonb) as r(id uuid, person_id uuid, title jsonb, place text,
			href text, starts_at timestamptz, ends_at timestamptz, tentative boolean, day_only boolean)
		on conflict (person_id, source_type, source_id) do update set ${set}, updated_at = excluded.updated_at
		where (${columns('engagements')}) is distinct from (${columns('excluded')})`;
});

/** Takes back everything that a source says, or what it says of one person. */
export async function clearEngagements(tx: Database, source: Source, personId?: string): Promise<void> {
	await tx
		.delete(engagements)
		.where(and(of(source), personId ? eq(engagements.personId, personId) : undefined));
}

// One after the other in their order, so that two who hold several never wait for each other.
const hold = preparedRows(
	() => sql`select pg_advisory_xact_lock(hashtextextended('agenda:' || id, 7205004))
		from unnest(string_to_array(${sql.placeholder('ids')}::text, ',')) as id`
);

/**
 * Holds the agendas of people to the end of the transaction: whoever looks for clashes and then takes their time
 * does it one after the other, in whatever feature.
 */
export async function holdAgendas(tx: Database, personIds: readonly string[]): Promise<void> {
	if (personIds.length) await hold(tx, { ids: [...new Set(personIds)].sort().join(',') });
}

/** A clash as an array of JSON, in the order of `Clash`. */
export type ClashRow = [
	personId: string,
	sourceType: SourceType,
	sourceId: string,
	title: LocalText,
	href: string,
	startsAt: string,
	endsAt: string
];

/**
 * What takes these people's time between two instants, soonest first, as part of another query: a list for `clashFrom`.
 * What only touches either is no clash, nor is what is tentative or has no hours.
 */
export function clashesAsJson(personIds: SQL, from: SQL, to: SQL): SQL {
	const { personId, sourceType, sourceId, title, href, startsAt, endsAt, tentative, dayOnly } = engagements;
	return sql`(select coalesce(json_agg(json_build_array(${personId}, ${sourceType}, ${sourceId}, ${title}, ${href},
			${startsAt}, ${endsAt}) order by ${startsAt}, ${engagements.id}), '[]'::json)
		from ${engagements} where ${personId} = any(${personIds}) and ${startsAt} < ${to} and ${endsAt} > ${from}
			and not ${tentative} and not ${dayOnly})`;
}

export const clashFrom = ([personId, sourceType, sourceId, title, href, ...times]: ClashRow): Clash => ({
	...{ personId, sourceType, sourceId, title, href },
	...{ startsAt: new Date(times[0]), endsAt: new Date(times[1]) }
});

/** The same on its own. `except` leaves out sources. Asks no permission: the caller does. */
export async function findClashes(
	db: Database,
	personIds: readonly string[],
	from: Date,
	to: Date,
	except: readonly Source[] = []
): Promise<Clash[]> {
	if (!personIds.length) return [];
	const asked = { people: personIds.join(','), from: from.toISOString(), to: to.toISOString() };
	const [found] = await clashing(db, asked);
	return found!.clashes
		.map(clashFrom)
		.filter(
			({ sourceType, sourceId }) => !except.some(({ type, id }) => type === sourceType && id === sourceId)
		);
}

const clashing = preparedRows<{ clashes: ClashRow[] }>(() => {
	const its = sql.placeholder;
	const people = sql`string_to_array(${its('people')}::text, ',')::uuid[]`;
	return sql`select ${clashesAsJson(people, sql`${its('from')}::timestamptz`, sql`${its('to')}::timestamptz`)} as clashes`;
});
