import { inArray, sql } from 'drizzle-orm';
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
import { modules, moduleVersions } from './tables.server';

export interface CompletionFact {
	id: string;
	/** The module's code. */
	module: string;
	title: LocalText;
	version: number;
	completedOn: IsoDate;
	creditMinutes: number;
	/** Knowledge area, and the way it was taught (domain, 5). */
	area: string;
	method: string;
}

type Version = Pick<CompletionFact, 'module' | 'title' | 'version' | 'area' | 'method'>;

/**
 * Completions on or before the day. With `recordedBefore` as it was known at that instant (inclusive). What a fact
 * takes from its module's version never changes, so that is read once.
 */
export const completionSource: FactSource<CompletionFact> = {
	list: 'completions',
	person: 'c.person_id',
	fields: ['c.id', 'c.module_version_id', 'c.completed_on', 'c.credit_minutes'],
	from: (people, at) => sql`
		from completions c
		where ${within(sql`c.person_id`, people)} and c.completed_on <= ${at.on} and ${recordedBy(sql`c.recorded_at`, at)}`,
	prepare: (db, values) =>
		readVersions(
			db,
			values.map((one) => one[1] as string)
		),
	build(v) {
		const { module, title, version, area, method } = held.get(v[1] as string)!;
		const facts = { id: v[0], module, title, version, completedOn: v[2], creditMinutes: v[3], area, method };
		return facts as CompletionFact;
	}
};

/** The completions of people (null: of everybody), earliest first. Asks no permission: for rules and features. */
export const completionFacts = (
	db: Database,
	people: People,
	at: KnownAt
): Promise<Map<string, CompletionFact[]>> =>
	factsOf(
		db,
		completionSource,
		people,
		at,
		byDate((fact) => fact.completedOn)
	);

const held = new Map<string, Version>();

async function readVersions(db: Database, ids: readonly string[]): Promise<void> {
	const missing = new Set(ids.filter((id) => !held.has(id)));
	if (!missing.size) return;
	const content = (key: string) => sql<string | null>`${moduleVersions.content} ->> ${key}`;
	const rows = await db
		.select({
			id: moduleVersions.id,
			module: modules.code,
			version: moduleVersions.version,
			title: sql<LocalText>`${moduleVersions.content} -> 'title'`,
			area: content('knowledgeArea'),
			method: content('deliveryMethod')
		})
		.from(moduleVersions)
		.innerJoin(modules, sql`${modules.id} = ${moduleVersions.moduleId}`)
		.where(inArray(moduleVersions.id, [...missing]));
	// Versions of before had neither; all of them were about customers and taught online.
	for (const { id, area, method, ...row } of rows)
		held.set(id, { ...row, area: area ?? 'marketing', method: method ?? 'online' });
}
