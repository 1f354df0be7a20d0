import type { RequestEvent } from '@sveltejs/kit';
import { addSlotsSchema, nameExaminersSchema, removeSlotSchema } from '$lib/features/practicals';
import {
	addSlots,
	getPracticalSlots,
	nameExaminers,
	removeSlot
} from '$lib/features/practicals/index.server';
import { action, page } from '$lib/server/http';
import type { PageServerLoadEvent } from './$types';

export const load = page(async ({ ctx, event }) => ({
	practical: await getPracticalSlots(ctx, (event as PageServerLoadEvent).params.sitting)
}));

const from = ({ params }: RequestEvent) => ({ sittingId: params['sitting'] });

export const actions = {
	examiners: action(nameExaminersSchema, nameExaminers, { from, notice: 'practicals.examiners_saved' }),
	slots: action(addSlotsSchema, addSlots, { from, notice: 'practicals.slot.added' }),
	removeSlot: action(removeSlotSchema, removeSlot, { notice: 'practicals.slot.removed' })
};
