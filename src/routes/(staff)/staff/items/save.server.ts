import { fail, type RequestEvent } from '@sveltejs/kit';
import { actOnRows, actSchema, saveItemSchema, type Words } from '$lib/features/bank';
import { listAlike, readRefused, saveItem } from '$lib/features/bank/index.server';
import { action, answer } from '$lib/server/http';

/**
 * Saves an item. Where it is refused, the page gets what was typed back as its editor holds it, and the items that say
 * nearly the same.
 */
export function saveAction(from: (event: RequestEvent) => Record<string, unknown>) {
	const save = action(saveItemSchema, saveItem, {
		...{ from, notice: 'staffBank.editor.saved' },
		to: ({ id }) => `/staff/items/${id}`
	});
	return async (event: RequestEvent) => {
		const { status, data } = await save(event);
		const kept = readRefused(data.values);
		const itemId = typeof data.values['itemId'] === 'string' ? data.values['itemId'] : null;
		const isAlike = data.code === 'bank.item.alike' && kept;
		const alike = isAlike ? await listAlike(event.locals.ctx, kept.typed.stem as Words, itemId) : [];
		return fail(status, { ...data, kept, alike });
	};
}

/** Adds or takes away a row of the editor where no script does. */
export const actAction = answer(actSchema, (_ctx, input) => {
	const kept = readRefused(input);
	return Promise.resolve(kept && { ...kept, typed: actOnRows(kept.typed, input.act) });
});
