import { and, eq, isNull, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { openFonts, unprintableIn } from '$lib/server/pdf/fonts';
import { conflict, notFound } from '$lib/shared/errors';
import { modules } from '../../training/tables.server';
import { kindId } from '../grades';
import { rulesFrom } from '../kinds';
import type { AddKind } from '../schema';
import { certificateKinds, certificateKindVersions } from '../tables.server';

/**
 * Lets certificates be issued for the completion of a published module: a kind with its printed names and first rules. One for
 * each module at most.
 */
export async function addKind(ctx: Context, input: AddKind): Promise<{ kind: string }> {
	authorize(ctx.actor, 'certificates.kind.manage');
	const { moduleId, ladder, nameZh, nameEn, reason, ...form } = input;
	const { validity, conditions } = rulesFrom(form);
	await openFonts();
	const unprintable = await unprintableIn([nameZh, nameEn]);
	if (unprintable.length)
		throw conflict('certificates.kind.unprintable', { characters: unprintable.join(' ') });
	return withTransaction(ctx, async (tx) => {
		const published = sql`exists (select 1 from module_versions v where v.module_id = ${modules.id})`;
		const [module] = await tx
			.select({ code: modules.code })
			.from(modules)
			.where(and(eq(modules.id, moduleId), isNull(modules.retiredAt), published));
		if (!module) throw notFound();
		const kind = kindId(ladder, module.code);
		const made = await tx
			.insert(certificateKinds)
			.values({ id: kind, ladder, tier: module.code, moduleId, nameZh, nameEn })
			.onConflictDoNothing()
			.returning({ id: certificateKinds.id });
		if (!made.length) throw conflict('certificates.kind.exists');
		const changedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx
			.insert(certificateKindVersions)
			.values({ kind, version: 1, validity, conditions, reason, changedBy, changedAt: ctx.now });
		await recordAudit(tx, ctx, {
			action: 'certificates.kind.add',
			subject: { type: 'certificateKind', id: kind },
			after: { module: module.code, ladder, nameZh, nameEn, validity, conditions, reason }
		});
		return { kind };
	});
}
