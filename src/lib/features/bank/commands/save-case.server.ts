import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import type { SaveCase } from '../edit-schema';
import { lockItem, personOf, refuseUnknownCodes } from '../editing.server';
import { takePictures } from '../pictures.server';
import type { Words } from '../question';
import { storeItems, type ItemToStore } from '../store.server';
import { caseVersions, itemCases, items } from '../tables.server';
import { picturesOf } from '../typed/problems';

/**
 * Keeps a case: a new one, or what it says from now on. Other words make its next version, and of each of its items
 * the next version too, a draft again: they were reviewed with the words that stood there. Another order alone only
 * moves them. Items are given by their codes; whoever is left out leaves the case.
 */
export async function saveCase(ctx: Context, input: SaveCase): Promise<{ id: string; drafts: number }> {
	authorize(ctx.actor, 'bank.item.write');
	const [title, material] = [wordsOf(input.title), wordsOf(input.material)];
	const errors = { ...need('title', title), ...need('material', material) };
	if (Object.keys(errors).length) throw invalid('app.form', errors);
	try {
		return await withTransaction(ctx, async (tx) => {
			const old = input.caseId ? await lockCase(tx, input.caseId) : null;
			if (input.caseId && !old) throw notFound();
			if (old && old.version !== (input.over ?? input.version))
				throw conflict('bank.case.changed', { version: old.version });
			if (!old && !input.code) throw invalid('app.form', { code: 'app.field.required' });
			await refuseUnknownCodes(tx, input.items, 'items');
			const known = Object.values((old?.pictures ?? {}) as Record<string, string>);
			const pictures = await takePictures(ctx, tx, input.pictures, picturesOf(material), known);
			const id = old?.id ?? newId(ctx.now);
			if (!old) await tx.insert(itemCases).values({ id, code: input.code, createdAt: ctx.now });
			const same =
				old &&
				canonicalJson([old.title, old.material, old.pictures]) === canonicalJson([title, material, pictures]);
			const versionId = same ? old.versionId : newId(ctx.now);
			const version = (old?.version ?? 0) + (same ? 0 : 1);
			if (!same)
				await tx
					.insert(caseVersions)
					.values({ id: versionId, caseId: id, version, title, material, pictures, createdAt: ctx.now });
			const drafts = await moveItems(ctx, tx, { id, versionId, isNew: !same }, input.items);
			await recordAudit(tx, ctx, {
				action: 'bank.case.write',
				subject: { type: 'case', id },
				before: old && { version: old.version },
				after: { code: old?.code ?? input.code, version, items: input.items, drafts }
			});
			return { id, drafts: drafts.length };
		});
	} catch (error) {
		if (brokenConstraint(error) !== 'item_cases_code_unique') throw error;
		throw new Refusal('conflict', 'bank.case.code_taken', {}, { code: 'bank.case.code_taken' });
	}
}

const wordsOf = (typed: Words): Words =>
	Object.fromEntries(Object.entries(typed).filter(([, text]) => text.trim())) as Words;
const need = (field: string, words: Words) =>
	Object.keys(words).length ? {} : { [`${field}.zh-CN`]: 'app.field.required' as const };

async function lockCase(tx: Database, caseId: string) {
	const [found] = await tx.select().from(itemCases).where(eq(itemCases.id, caseId)).for('update');
	if (!found) return null;
	const [newest] = await tx
		.select()
		.from(caseVersions)
		.where(eq(caseVersions.caseId, caseId))
		.orderBy(desc(caseVersions.version))
		.limit(1);
	return { ...newest!, versionId: newest!.id, id: found.id, code: found.code };
}

/** Puts the items into the case in their order; gives the codes of those that became drafts. */
async function moveItems(
	ctx: Context,
	tx: Database,
	group: { id: string; versionId: string; isNew: boolean },
	codes: readonly string[]
): Promise<string[]> {
	const rows = await tx
		.select({ id: items.id, code: items.code })
		.from(items)
		.where(and(ne(items.status, 'retired'), eq(items.caseId, group.id)));
	const named = codes.length
		? await tx
				.select({ id: items.id, code: items.code })
				.from(items)
				.where(and(ne(items.status, 'retired'), inArray(items.code, [...codes])))
		: [];
	const all = [...new Map([...rows, ...named].map((one) => [one.id, one])).values()];
	const by = personOf(ctx);
	const changed: ItemToStore[] = [];
	for (const { id, code } of all.sort((a, b) => (a.id < b.id ? -1 : 1))) {
		const item = (await lockItem(tx, id))!;
		const place = codes.indexOf(code) + 1;
		const stays = item.caseId === group.id && place > 0;
		if (stays && !group.isNew) {
			if (item.casePlace !== place)
				await tx
					.update(items)
					.set({ casePlace: place, revision: item.revision + 1 })
					.where(eq(items.id, id));
			continue;
		}
		changed.push({
			...{ id, code, version: item.version + 1, revision: item.revision + 1, createdAt: item.createdAt },
			...{ question: item.question, about: item, pictures: item.pictures, setterId: by },
			case: place > 0 ? { id: group.id, versionId: group.versionId, place } : null
		});
	}
	await storeItems(tx, ctx.now, changed, by);
	return changed.map(({ code }) => code).sort();
}
