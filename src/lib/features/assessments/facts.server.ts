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

/** How somebody was assessed in a period: points 0 to 100, with two decimals. */
export interface AssessmentFact {
	id: string;
	period: LocalText;
	from: IsoDate;
	/** The last day. */
	to: IsoDate;
	total: number;
	scores: Record<string, number>;
}

/**
 * The newest result of each period that had ended by the day; with `recordedBefore` the newest that was known at
 * that instant (inclusive).
 */
export const assessmentSource: FactSource<AssessmentFact> = {
	list: 'assessments',
	person: 'r.person_id',
	fields: [
		'r.id',
		`json_build_object('zh-CN', p.name_zh, 'en', p.name_en)`,
		'p.starts_on',
		'p.ends_on',
		'round(r.total / 100.0, 2)',
		'r.scores'
	],
	build: (v) =>
		({ id: v[0], period: v[1], from: v[2], to: v[3], total: v[4], scores: v[5] }) as AssessmentFact,
	from: (people, at) => sql`
		from (select distinct on (r.person_id, r.period_id) r.* from assessment_results r
			where ${within(sql`r.person_id`, people)} and ${recordedBy(sql`r.recorded_at`, at)}
			order by r.person_id, r.period_id, r.recorded_at desc, r.id desc) r
		join assessment_periods p on p.id = r.period_id and p.ends_on <= ${at.on}`
};

/** How people (null: everybody) were assessed, earliest first. Asks no permission: the caller does. */
export const assessmentFacts = (
	db: Database,
	people: People,
	at: KnownAt
): Promise<Map<string, AssessmentFact[]>> =>
	factsOf(
		db,
		assessmentSource,
		people,
		at,
		byDate((fact) => fact.to)
	);
