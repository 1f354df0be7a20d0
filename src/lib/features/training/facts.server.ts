import { and, asc, eq, inArray, lte, type SQL } from 'drizzle-orm';
import type { LocalText } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { completions, modules, moduleVersions } from './tables.server';
import { loadContents } from './versions.server';

export interface CompletionFact {
	id: string;
	/** The module's code. */
	module: string;
	title: LocalText;
	version: number;
	completedOn: IsoDate;
	creditMinutes: number;
}

/**
 * The completions of people (null: of everybody) that hold on a date, earliest first. With `recordedBefore` as it
 * was known at that instant (inclusive): later records are not there yet. Asks no permission: for rules and features.
 */
export async function completionFacts(
	db: Database,
	personIds: readonly string[] | null,
	asOf: { on: IsoDate; recordedBefore?: Date }
): Promise<Map<string, CompletionFact[]>> {
	const facts = new Map<string, CompletionFact[]>();
	if (personIds?.length === 0) return facts;
	const conditions: SQL[] = [lte(completions.completedOn, asOf.on)];
	if (personIds) conditions.push(inArray(completions.personId, [...personIds]));
	if (asOf.recordedBefore) conditions.push(lte(completions.recordedAt, asOf.recordedBefore));
	const rows = await db
		.select({
			id: completions.id,
			personId: completions.personId,
			versionId: completions.moduleVersionId,
			module: modules.code,
			version: moduleVersions.version,
			completedOn: completions.completedOn,
			creditMinutes: completions.creditMinutes
		})
		.from(completions)
		.innerJoin(moduleVersions, eq(moduleVersions.id, completions.moduleVersionId))
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.where(and(...conditions))
		.orderBy(asc(completions.completedOn), asc(completions.id));
	const contents = await loadContents(
		db,
		rows.map(({ versionId }) => versionId)
	);
	for (const { personId, versionId, ...row } of rows) {
		const fact = { ...row, title: contents.get(versionId)!.title };
		const list = facts.get(personId);
		if (list) list.push(fact);
		else facts.set(personId, [fact]);
	}
	return facts;
}
