import { and, eq, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Permission } from '$lib/access/permissions';
import { roles, type RoleName } from '$lib/access/roles';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { people, roleGrants } from '../../people/tables.server';
import { moduleDrafts } from '../tables.server';
import type { DraftRow } from './load.server';

type State = DraftRow['state'];
type Values = Partial<typeof moduleDrafts.$inferInsert>;

/** Moves a draft from one of some states to another; whoever was second is told that it moved meanwhile. */
export async function moveDraft(
	tx: Database,
	{ id, revision }: DraftRow,
	from: readonly State[],
	values: Values & { state: State }
): Promise<void> {
	const moved = await tx
		.update(moduleDrafts)
		.set(values)
		.where(
			and(
				eq(moduleDrafts.id, id),
				eq(moduleDrafts.revision, revision),
				inArray(moduleDrafts.state, [...from])
			)
		)
		.returning({ id: moduleDrafts.id });
	if (!moved.length) throw conflict('training.draft.moved');
}

/** Refuses whoever acts on a draft in another state, or on an older text than the one that is there. */
export function requireState(row: DraftRow, states: readonly State[], revision = row.revision): void {
	if (!states.includes(row.state)) throw conflict('training.draft.moved');
	if (row.revision !== revision) throw conflict('training.draft.newer', { revision: row.revision });
}

export const personOf = ({ actor }: Context): string | null =>
	actor.kind === 'person' ? actor.personId : null;

/** Tells people about a draft; whoever does it is not told. */
export async function tellOfDraft(
	tx: Database,
	ctx: Context,
	{ id, content }: DraftRow,
	kind: string,
	to: readonly (string | null)[]
): Promise<void> {
	for (const personId of new Set(to)) {
		if (!personId || personId === personOf(ctx)) continue;
		await notify(tx, ctx, {
			...{ personId, kind, params: { module: content.title }, href: `/staff/modules/drafts/${id}` },
			cause: `${kind}:${id}:${ctx.now.toISOString()}`
		});
	}
}

/** Active people who hold a permission today through any of their roles. */
export async function listHolders(tx: Database, permission: Permission, now: Date): Promise<string[]> {
	const today = dateIn(now);
	const giving = (Object.keys(roles) as RoleName[]).filter((role) => roles[role].permissions[permission]);
	const rows = await tx
		.selectDistinct({ personId: roleGrants.personId })
		.from(roleGrants)
		.innerJoin(people, and(eq(people.id, roleGrants.personId), eq(people.status, 'active')))
		.where(
			and(
				...[inArray(roleGrants.role, giving), isNull(roleGrants.revokedAt)],
				...[lte(roleGrants.validFrom, today), or(isNull(roleGrants.validTo), gte(roleGrants.validTo, today))]
			)
		);
	return rows.map(({ personId }) => personId).sort();
}
