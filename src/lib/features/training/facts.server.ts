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
 * takes from its module's version is added after reading: it never changes, so it is read once.
 */
export const completionSource: FactSource<CompletionFact> = {
	list: 'completions',
	rows: (people, at) => sql`
		select c.person_id, 'completions' as list, json_build_object('id', c.id, 'versionId', c.module_version_id,
			'completedOn', c.completed_on, 'creditMinutes', c.credit_minutes) as fact
		from completions c
		where ${within(sql`c.person_id`, people)} and c.completed_on <= ${at.on} and ${recordedBy(sql`c.recorded_at`, at)}`,
	async complete(db, facts) {
		const rows = facts as (CompletionFact & { versionId?: string })[];
		await readVersions(db, rows);
		for (const fact of rows) {
			const { module, title, version, area, method } = held.get(fact.versionId!)!;
			delete fact.versionId;
			Object.assign(fact, { module, title, version, area, method });
		}
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

async function readVersions(db: Database, facts: { versionId?: string }[]): Promise<void> {
	const missing = new Set<string>();
	for (const { versionId } of facts) if (versionId && !held.has(versionId)) missing.add(versionId);
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
