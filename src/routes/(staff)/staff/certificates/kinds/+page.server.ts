import { addKindSchema, changeKindSchema } from '$lib/features/certificates';
import { addKind, changeKind, listKinds, modulesWithoutKind } from '$lib/features/certificates/index.server';
import { action, page } from '$lib/server/http';

export const load = page(async ({ ctx }) => ({
	kinds: await listKinds(ctx),
	modules: await modulesWithoutKind(ctx)
}));

export const actions = {
	add: action(addKindSchema, addKind, { notice: 'certificates.notice.kind_added' }),
	change: action(changeKindSchema, changeKind, { notice: 'certificates.notice.kind_changed' })
};
