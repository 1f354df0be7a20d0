import { sql } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import {
	byDate,
	factsOf,
	recordedBy,
	within,
	type FactSource,
	type KnownAt,
	type People
} from '$lib/server/db/facts';
import type { IsoDate } from '$lib/shared/dates';

/** Credit that a person earned, as it stands after its corrections. */
export interface CreditFact {
	/** Of the entry; of a completion's credit also the completion's. */
	id: string;
	source: 'completion' | 'class' | 'visit' | 'outside' | 'mentoring';
	title: LocalText;
	/** Knowledge area and delivery method (domain, 5). */
	area: string;
	method: string;
	/** With what corrections added and took away; above zero. */
	minutes: number;
	earnedOn: IsoDate;
}

/**
 * Credit earned on or before the day. With `recordedBefore` as the ledger stood at that instant (inclusive). A
 * correction counts on the day of the entry that it corrects; what it takes away whole is no fact.
 */
export const creditSource: FactSource<CreditFact> = {
	list: 'credits',
	person: 'e.person_id',
	fields: [
		'e.id',
		'e.source_type',
		'e.title',
		'e.area',
		'e.method',
		'e.minutes + coalesce(k.minutes, 0)',
		'e.earned_on'
	],
	from: (people, at) => sql`
		from credit_entries e
		left join (select k.corrects_id, sum(k.minutes)::int as minutes from credit_entries k
			where k.corrects_id is not null and ${within(sql`k.person_id`, people)} and ${recordedBy(sql`k.recorded_at`, at)}
			group by k.corrects_id) k on k.corrects_id = e.id
		where e.corrects_id is null and ${within(sql`e.person_id`, people)} and e.earned_on <= ${at.on}
			and ${recordedBy(sql`e.recorded_at`, at)} and e.minutes + coalesce(k.minutes, 0) > 0`,
	build: (v) =>
		({
			id: v[0],
			source: v[1],
			title: v[2],
			area: v[3],
			method: v[4],
			minutes: v[5],
			earnedOn: v[6]
		}) as CreditFact
};

/** The credit of people (null: of everybody), earliest first. Asks no permission: for rules and features. */
export const creditFacts = (db: Database, people: People, at: KnownAt): Promise<Map<string, CreditFact[]>> =>
	factsOf(
		db,
		creditSource,
		people,
		at,
		byDate((fact) => fact.earnedOn)
	);
