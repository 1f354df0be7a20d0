import { mayAnywhere } from '$lib/access/can';
import { listModuleDrafts, listModuleVersions } from '$lib/features/training/index.server';
import { page } from '$lib/server/http';

export const load = page(async ({ ctx, url }) => {
	const authors = (
		['training.module.write', 'training.module.review', 'training.module.publish'] as const
	).some((permission) => mayAnywhere(ctx.actor, permission));
	return {
		versions: await listModuleVersions(ctx),
		drafts: authors ? await listModuleDrafts(ctx) : null,
		mayWrite: mayAnywhere(ctx.actor, 'training.module.write'),
		show: url.searchParams.get('show') ?? 'published'
	};
});
