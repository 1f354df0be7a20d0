import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import {
	actOnRows,
	typedOf,
	type AnyGiven,
	type Question,
	type ShownHtml,
	type TypedQuestion
} from '$lib/features/bank';
import { renderQuestion, renderShown } from '$lib/features/bank/index.server';
import { aroundVersion, type Key, type PictureIds } from '$lib/features/exams';
import { ruleOf } from '$lib/features/exams/index.server';
import type { Context } from '$lib/server/context';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { items, itemVersions } from '../../bank/tables.server';
import { attemptItems, attempts } from '../../exams/tables.server';
import { askedKey, givenKey, hasKey, isAnswered } from '../asked-key';
import { keptRegradeSchema, type KeptRegrade } from '../schema';
import { regradeStateOf, type Policy, type RegradeKind } from '../states';
import { regrades } from '../tables.server';
import { readSitting } from './regrades.server';

/** How the form asks for a key: by answering the question rightly, by a list, or not at all (essays). */
export type KeyForm =
	| { by: 'answer'; question: ShownHtml; given: AnyGiven | null }
	| { by: 'list'; typed: TypedQuestion }
	| { by: 'nothing' };

/** The form of a regrade of an item, or of a draft of one. */
export async function getRegradeForm(
	ctx: Context,
	sittingId: string,
	which: { item: string } | { draft: string }
) {
	const sitting = await readSitting(ctx, sittingId);
	authorize(ctx.actor, 'regrading.regrade.propose');
	const draft = 'draft' in which ? await findDraft(ctx, sittingId, which.draft) : null;
	const itemVersionId = draft?.itemVersionId ?? ('item' in which ? which.item : '');
	if (!isId(itemVersionId)) throw notFound();
	const found = await ruleOf(ctx.db, { sittingId, itemVersionId });
	if (!found) throw notFound();
	const { own, rule } = found;
	const counts = rule.question ? { question: rule.question, aliases: rule.aliases } : own;
	const { item, around } = await describe(ctx, sittingId, itemVersionId);
	return {
		sitting,
		item,
		regradeId: draft?.id ?? null,
		question: renderQuestion(counts.question, around),
		/** How it is marked now. */
		now: rule.credit ? ('credit' as const) : rule.question ? ('key' as const) : ('drop' as const),
		kind: draft?.kind ?? ('key' as RegradeKind),
		policy: draft?.policy ?? ('keepBest' as Policy),
		reason: draft?.reason ?? '',
		key: keyFormOf((draft?.key as Key | null)?.question ?? counts.question, around)
	};
}

function keyFormOf(question: Question, around: Parameters<typeof renderShown>[1]): KeyForm {
	if (!hasKey(question)) return { by: 'nothing' };
	if (isAnswered(question))
		return { by: 'answer', question: renderShown(askedKey(question), around), given: givenKey(question) };
	return { by: 'list', typed: typedOf(question) };
}

async function findDraft(ctx: Context, sittingId: string, regradeId: string) {
	if (!isId(regradeId)) throw notFound();
	const [draft] = await ctx.db
		.select()
		.from(regrades)
		.where(and(eq(regrades.id, regradeId), eq(regrades.sittingId, sittingId)));
	if (!draft) throw notFound();
	const state = regradeStateOf(draft);
	if (state !== 'draft') throw conflict(`regrading.state.${state}`);
	return draft;
}

/** An item of a sitting and what stands around its words: pictures are those of one paper that asked it. */
export async function describe(ctx: Context, sittingId: string, itemVersionId: string) {
	const [row] = await ctx.db
		.select({
			attemptId: attempts.id,
			itemId: items.id,
			code: items.code,
			version: itemVersions.version,
			pictures: itemVersions.pictures
		})
		.from(attemptItems)
		.innerJoin(attempts, and(eq(attempts.id, attemptItems.attemptId), eq(attempts.sittingId, sittingId)))
		.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(attemptItems.itemVersionId, itemVersionId))
		.limit(1);
	if (!row) throw notFound();
	const { attemptId, pictures, ...item } = row;
	return {
		item: { ...item, itemVersionId },
		around: aroundVersion(attemptId, itemVersionId, pictures as PictureIds)
	};
}

/** A form that was refused, or that asked for a row more without scripts, as the page shows it again; null where it is none. */
export function readKept(values: Record<string, unknown>): KeptRegrade | null {
	const kept = keptRegradeSchema.safeParse(values);
	if (!kept.success) return null;
	const { act, rows, others } = kept.data;
	if (!act) return kept.data;
	const typed = actOnRows({ ...typedOf(EMPTY), rows, others }, act);
	return { ...kept.data, rows: typed.rows, others: typed.others };
}
const EMPTY: Question = {
	type: 'shortAnswer',
	stem: {},
	accepted: [],
	matching: { case: false, width: false }
};
