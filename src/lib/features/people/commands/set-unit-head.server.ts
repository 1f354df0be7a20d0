import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { emit } from '$lib/server/jobs/events';
import { invalid, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { checkHead } from '../rules';
import type { SetUnitHead } from '../schema';
import { people, units } from '../tables.server';

declare module '$lib/server/jobs/events' {
	interface Events {
		/** Another person, or nobody, manages a unit's people; `change` is one for each time that happens. */
		'people.unit.head': { change: string; unitId: string; before: string | null; after: string | null };
	}
}

/**
 * Says who manages a unit's people, or that nobody does: an active person who stands in the unit or above it. The
 * head may endorse them and takes no part in deciding on them.
 */
export async function setUnitHead(ctx: Context, input: SetUnitHead): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'people.unit.manage');
		const [unit] = await tx.select().from(units).where(eq(units.id, input.unitId)).for('update');
		if (!unit) throw notFound();
		const head = input.employeeNo === null ? null : await headByNumber(tx, input.employeeNo);
		const impossible = input.employeeNo !== null && checkHead(head, unit);
		if (impossible) throw invalid('app.form', { employeeNo: impossible });
		const headId = head?.id ?? null;
		if (headId === unit.headId) return;
		await tx.update(units).set({ headId }).where(eq(units.id, unit.id));
		const change = newId(ctx.now);
		await emit(tx, ctx, 'people.unit.head', { change, unitId: unit.id, before: unit.headId, after: headId });
		// Concerns everybody below: no person of its own.
		await recordAudit(tx, ctx, {
			action: 'people.unit.head',
			subject: { type: 'unit', id: unit.id },
			before: { headId: unit.headId },
			after: { headId }
		});
	});
}

async function headByNumber(tx: Database, employeeNo: string) {
	const [row] = await tx
		.select({ id: people.id, status: people.status, unitPath: units.path })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(eq(people.employeeNo, employeeNo));
	return row ?? null;
}
