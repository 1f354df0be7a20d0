import { and, eq, inArray } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { moduleDrafts, modules } from '../tables.server';

/** What the reader may do with a published module, and the draft of it that is open. */
export async function getModuleActs({ actor, db }: Context, code: string) {
	const writes = can(actor, 'training.module.write').ok;
	const publishes = can(actor, 'training.module.publish').ok;
	const sees = writes || publishes || mayAnywhere(actor, 'training.module.review');
	const [module] = await db
		.select({ retiredAt: modules.retiredAt })
		.from(modules)
		.where(eq(modules.code, code));
	const [open] = sees
		? await db
				.select({ id: moduleDrafts.id })
				.from(moduleDrafts)
				.where(
					and(eq(moduleDrafts.code, code), inArray(moduleDrafts.state, ['writing', 'submitted', 'reviewed']))
				)
		: [];
	return {
		retiredAt: module?.retiredAt?.toISOString() ?? null,
		openDraft: open?.id ?? null,
		may: { revise: writes && !open, retire: publishes }
	};
}
