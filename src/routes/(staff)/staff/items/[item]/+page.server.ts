import {
	addCommentSchema,
	confirmItemsSchema,
	reviewItemsSchema,
	setReviewAgainSchema,
	setUseSchema,
	submitItemsSchema
} from '$lib/features/bank';
import {
	addComment,
	confirmItems,
	getItem,
	getItemSurroundings,
	reviewItems,
	setReviewAgain,
	setUse,
	submitItems
} from '$lib/features/bank/index.server';
import { listShownTo } from '$lib/features/exams/index.server';
import { listModules } from '$lib/features/training/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx, params, url }) => {
	const id = params['item'] ?? '';
	const version = /^\d{1,6}$/.exec(url.searchParams.get('version') ?? '')?.[0];
	const item = await getItem(ctx, id, version ? Number(version) : null);
	const taught = item.module && (await listModules(ctx)).find(({ code }) => code === item.module);
	return {
		item,
		moduleTitle: taught ? taught.title : null,
		around: await getItemSurroundings(ctx, id),
		shownTo: await listShownTo(ctx, id)
	};
});

const one = ({ params }: { params: Partial<Record<string, string>> }) => ({ itemIds: [params['item']] });
export const actions = {
	submit: action(submitItemsSchema, submitItems, { from: one, notice: 'staffBank.items.submitted' }),
	review: action(reviewItemsSchema, reviewItems, { from: one, notice: 'staffBank.items.reviewed' }),
	confirm: action(confirmItemsSchema, confirmItems, { from: one, notice: 'staffBank.items.confirmed' }),
	use: action(setUseSchema, setUse, { from: one, notice: 'app.saved' }),
	again: action(setReviewAgainSchema, setReviewAgain, { from: one, notice: 'app.saved' }),
	comment: action(addCommentSchema, addComment, {
		from: ({ params }) => ({ itemId: params['item'] }),
		notice: 'staffBank.item.commented'
	})
};
