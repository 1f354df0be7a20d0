import { sql } from 'drizzle-orm';
import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import { phaseOf } from '../rules';
import { classEnrolments, classes, classSessions } from '../tables.server';
import type { ClassPhase, ClassTier } from '../vocabulary';

/** A class in a list. Instants in ISO form. */
export interface ClassSummary {
	id: string;
	title: LocalText;
	area: KnowledgeArea;
	method: DeliveryMethod;
	tiers: ClassTier[];
	creditMinutes: number;
	phase: ClassPhase;
	approval: 'none' | 'officer';
	capacity: number;
	minimum: number;
	enrolled: number;
	waiting: number;
	requested: number;
	enrolUntil: string;
	/** Of its sessions: how many, when the first begins and the last ends, and the places of all. */
	sessions: number;
	startsAt: string | null;
	endsAt: string | null;
	places: string[];
}

const countIn = (state: string) =>
	sql<number>`(select count(*)::int from ${classEnrolments} e where e.class_id = classes.id and e.state = ${state})`;
const ofSessions = <T>(what: string) =>
	sql<T>`(select ${sql.raw(what)} from ${classSessions} s where s.class_id = classes.id)`;

/** When the first session begins and the last ends, to filter and sort by. */
export const startsAt = ofSessions<string | Date | null>('min(s.starts_at)');
export const endsAt = ofSessions<string | Date | null>('max(s.ends_at)');

export const summaryColumns = {
	row: classes,
	enrolled: countIn('enrolled'),
	waiting: countIn('waiting'),
	requested: countIn('requested'),
	sessions: ofSessions<number>('count(*)::int'),
	startsAt,
	endsAt,
	places: ofSessions<string[] | null>('json_agg(distinct s.place)')
};

interface SummaryRow {
	row: typeof classes.$inferSelect;
	enrolled: number;
	waiting: number;
	requested: number;
	sessions: number;
	startsAt: string | Date | null;
	endsAt: string | Date | null;
	places: string[] | null;
}

/** A row of the columns above as it is shown. */
export function summaryOf({ row, ...counts }: SummaryRow, now: Date): ClassSummary {
	const start = counts.startsAt ? new Date(counts.startsAt) : null;
	const end = counts.endsAt ? new Date(counts.endsAt) : null;
	const { enrolled, waiting, requested, sessions, places } = counts;
	return {
		...{ id: row.id, title: row.title, creditMinutes: row.creditMinutes, approval: row.approval },
		area: row.area as KnowledgeArea,
		method: row.method as DeliveryMethod,
		tiers: row.tiers as ClassTier[],
		phase: phaseOf({ ...row, enrolled, start, end }, now),
		...{ capacity: row.capacity, minimum: row.minimum, enrolled, waiting, requested, sessions },
		enrolUntil: row.enrolUntil.toISOString(),
		startsAt: start?.toISOString() ?? null,
		endsAt: end?.toISOString() ?? null,
		places: places ?? []
	};
}
