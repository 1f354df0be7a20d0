import { inArray, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import type { BankCase, BankEntry } from '../content';
import { loadBank } from '../content.server';
import { linkEnemies, linkLaws } from '../links.server';
import type { Question } from '../question';
import { storeItems, type About, type ItemToStore } from '../store.server';
import { caseVersions, itemCases } from '../tables.server';

export interface ImportedItems {
	created: number;
	changed: number;
	unchanged: number;
}

interface Known extends About {
	id: string;
	code: string;
	version: number;
	revision: number;
	createdAt: string;
	caseCode: string | null;
	question: Question;
}

/**
 * Takes questions into the bank as drafts of the author (default: those of `content/bank`). A code that is there with
 * the same content is left alone; changed content becomes its next version and a draft again, which papers already
 * drawn never notice. Running it twice changes nothing.
 */
export async function importContent(
	ctx: Context,
	bank: { cases: readonly BankCase[]; items: readonly BankEntry[] } = loadBank()
): Promise<ImportedItems> {
	authorize(ctx.actor, 'bank.item.write');
	const setterId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	return withTransaction(ctx, async (tx) => {
		const known = await knownItems(
			tx,
			bank.items.map(({ code }) => code)
		);
		const fresh = bank.items.filter((entry) => {
			const old = known.get(entry.code);
			return !old || contentOf(old, old.caseCode) !== contentOf(aboutOf(entry), entry.case, entry.question);
		});
		const cases = await storeCases(tx, ctx.now, bank.cases);
		const places = new Map<string, number>();
		const stored = fresh.map((entry): ItemToStore => {
			const old = known.get(entry.code);
			const inCase = entry.case ? cases.get(entry.case) : undefined;
			const place = (places.get(entry.case ?? '') ?? 0) + 1;
			if (entry.case) places.set(entry.case, place);
			return {
				...{ id: old?.id ?? newId(ctx.now), code: entry.code, question: entry.question, setterId },
				version: (old?.version ?? 0) + 1,
				revision: (old?.revision ?? 0) + 1,
				createdAt: old ? new Date(old.createdAt) : ctx.now,
				about: aboutOf(entry),
				case: inCase ? { ...inCase, place } : null,
				pictures: {}
			};
		});
		await storeItems(tx, ctx.now, stored, setterId);
		const links = fresh.map(({ laws, enemies }, i) => ({ itemId: stored[i]!.id, laws, enemies }));
		await linkLaws(tx, ctx.now, links);
		await linkEnemies(tx, links);
		const codes = (isNew: boolean) =>
			stored.filter(({ version }) => (version === 1) === isNew).map(({ code }) => code);
		const [created, changed] = [codes(true), codes(false)];
		if (stored.length)
			await recordAudit(tx, ctx, {
				action: 'bank.item.write',
				subject: { type: 'items', id: 'bank' },
				after: { created, changed }
			});
		return {
			created: created.length,
			changed: changed.length,
			unchanged: bank.items.length - stored.length
		};
	});
}

const aboutOf = ({ area, level, difficulty, seconds, use, module, tags }: BankEntry): About => ({
	...{ area, level, difficulty, seconds, use, module, tags, competency: null, source: null },
	reviewAgainOn: null
});

/** Everything of an item that a new version would be made for, as comparable text. */
const contentOf = (
	about: About & { question?: Question },
	caseCode: string | null,
	question = about.question
): string => {
	const { area, level, difficulty, seconds, use, module, tags } = about;
	return canonicalJson({ area, level, difficulty, seconds, use, module, tags, caseCode, question });
};

/** What is there under the codes, locked until the import is through. */
async function knownItems(tx: Database, codes: readonly string[]): Promise<Map<string, Known>> {
	if (!codes.length) return new Map();
	const rows = await rowsOf<Known>(
		tx,
		sql`select i.id, i.code, v.version, i.revision, i.created_at as "createdAt", i.area, i.level, i.difficulty, i.seconds,
				i."use", i.module, i.tags, i.competency, i.source, i.review_again_on::text as "reviewAgainOn",
				c.code as "caseCode", k.question
			from items i join item_versions v on v.id = i.version_id join item_keys k on k.item_version_id = v.id
				left join item_cases c on c.id = i.case_id
			where i.code in ${[...codes]} for update of i`
	);
	return new Map(rows.map((row) => [row.code, row]));
}

/** The cases with the version that says what the file says: the newest one, or a next one. */
async function storeCases(tx: Database, now: Date, cases: readonly BankCase[]) {
	const newest = new Map<string, { id: string; versionId: string }>();
	if (!cases.length) return newest;
	const rows = await tx
		.selectDistinctOn([itemCases.code], {
			code: itemCases.code,
			id: itemCases.id,
			versionId: caseVersions.id,
			version: caseVersions.version,
			title: caseVersions.title,
			material: caseVersions.material
		})
		.from(itemCases)
		.innerJoin(caseVersions, sql`${caseVersions.caseId} = ${itemCases.id}`)
		.where(
			inArray(
				itemCases.code,
				cases.map(({ code }) => code)
			)
		)
		.orderBy(itemCases.code, sql`${caseVersions.version} desc`);
	for (const { code, title, material } of cases) {
		const old = rows.find((row) => row.code === code);
		const same = old && canonicalJson([old.title, old.material]) === canonicalJson([title, material]);
		const id = old?.id ?? newId(now);
		if (!old) await tx.insert(itemCases).values({ id, code, createdAt: now });
		const versionId = same ? old.versionId : newId(now);
		if (!same)
			await tx.insert(caseVersions).values({
				...{ id: versionId, caseId: id, version: (old?.version ?? 0) + 1, title, material, createdAt: now }
			});
		newest.set(code, { id, versionId });
	}
	return newest;
}
