import type { Permission } from '$lib/access/permissions';
import { notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import type { LoadedPaper } from './paper-load.server';

/** Tells everybody who may take a paper its next step, but those who may not take this one: `not`, and whoever acts. */
export async function tellNext(
	tx: Database,
	ctx: Context,
	{ paper, blueprint }: LoadedPaper,
	next: {
		kind: 'bank.paper.submitted' | 'bank.paper.to_seal';
		may: Permission;
		not: readonly (string | null)[];
	}
): Promise<void> {
	const own = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const holders = await holdersOf(tx, next.may, dateIn(ctx.now));
	await notifyMany(
		tx,
		ctx,
		holders
			.filter((personId) => personId !== own && !next.not.includes(personId))
			.map((personId) => ({
				...{ personId, kind: next.kind, params: { title: blueprint.content.title, form: paper.form } },
				href: `/staff/papers/${paper.id}`,
				cause: `${next.kind}:${paper.id}:${paper.revision}`
			}))
	);
}
