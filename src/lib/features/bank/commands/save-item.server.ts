import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid, notFound, Refusal } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { canonicalJson } from '$lib/shared/json';
import { people } from '../../people/tables.server';
import { findAlike } from '../alike.server';
import type { SaveItem } from '../edit-schema';
import * as editing from '../editing.server';
import { linkEnemies, linkLaws } from '../links.server';
import { takePictures } from '../pictures.server';
import { storeItems, type About } from '../store.server';
import { itemVersions } from '../tables.server';
import { picturesOf, problemsOf } from '../typed/problems';
import { questionOf } from '../typed/question-of';
import { refuseUse } from '../use.server';

/**
 * Keeps a new item, or the next version of one: a draft again, whatever it was, and whoever saves it is its setter from
 * then on. Nothing changed makes no version. Two editors: the second is refused until they have read what the first
 * has saved (`over`). A stem that is nearly another's is refused until its writer has looked at that one (`looked`).
 */
export async function saveItem(ctx: Context, input: SaveItem): Promise<{ id: string; code: string }> {
	authorize(ctx.actor, 'bank.item.write');
	const errors = problemsOf(input);
	if (Object.keys(errors).length) throw invalid('app.form', errors);
	const { question } = questionOf(input);
	try {
		return await withTransaction(ctx, async (tx) => {
			const old = input.itemId ? await editing.lockItem(tx, input.itemId) : null;
			if (input.itemId && !old) throw notFound();
			if (old) await refuseStale(tx, old, input);
			await editing.refuseUnknownCodes(tx, input.enemies, 'enemies');
			const about = editing.aboutOf(input);
			const inCase = await editing.caseOf(tx, input.inCase, old);
			const known = Object.values(old?.pictures ?? {});
			const pictures = await takePictures(ctx, tx, input.pictures, picturesOf(question), known);
			const links = { enemies: [...input.enemies].sort(), laws: [...input.laws].sort() };
			if (old) {
				const before = await editing.linksOf(tx, old.id);
				const was = [
					old.question,
					aboutKept(old),
					old.caseId,
					old.pictures,
					before.enemies,
					before.laws.sort()
				];
				const is = [question, about, inCase?.id ?? null, pictures, links.enemies, links.laws];
				if (canonicalJson(was) === canonicalJson(is)) return { id: old.id, code: old.code };
				await refuseUse(tx, [old], about.use);
			}
			const isNewStem = canonicalJson(old?.question.stem) !== canonicalJson(question.stem);
			if (isNewStem && !input.looked) {
				const alike = await findAlike(tx, question.stem, old?.id);
				if (alike.length) throw conflict('bank.item.alike', { count: alike.length });
			}
			const code = old?.code ?? (input.code || (await editing.nextCode(tx, about.area)));
			const id = old?.id ?? newId(ctx.now);
			const by = editing.personOf(ctx);
			const stored = {
				...{ id, code, question, about, pictures, setterId: by, case: inCase },
				version: (old?.version ?? 0) + 1,
				revision: (old?.revision ?? 0) + 1,
				createdAt: old?.createdAt ?? ctx.now
			};
			await storeItems(tx, ctx.now, [stored], by);
			await linkLaws(tx, ctx.now, [{ itemId: id, ...links }]);
			await linkEnemies(tx, [{ itemId: id, ...links }]);
			await recordAudit(tx, ctx, {
				action: 'bank.item.write',
				subject: { type: 'item', id },
				before: old && { code, version: old.version, status: old.status, ...aboutKept(old) },
				after: { code, version: stored.version, status: 'draft', ...about, ...links }
			});
			return { id, code };
		});
	} catch (error) {
		if (brokenConstraint(error) !== 'items_code_unique') throw error;
		throw new Refusal('conflict', 'bank.item.code_taken', {}, { code: 'bank.item.code_taken' });
	}
}

async function refuseStale(
	tx: Database,
	old: editing.LockedItem,
	{ revision, over }: SaveItem
): Promise<void> {
	if (old.status === 'retired') throw conflict('bank.item.retired', { code: old.code });
	if (old.revision === (over ?? revision)) return;
	const [by] = await tx
		.select({ name: people.name })
		.from(itemVersions)
		.leftJoin(people, eq(people.id, itemVersions.createdBy))
		.where(eq(itemVersions.id, old.versionId));
	throw conflict('bank.item.changed', { name: by?.name ?? '—', revision: old.revision });
}

const aboutKept = (item: editing.LockedItem): About => {
	const { area, level, difficulty, seconds, use, competency, module, source, tags, reviewAgainOn } = item;
	return { area, level, difficulty, seconds, use, competency, module, source, tags, reviewAgainOn };
};
