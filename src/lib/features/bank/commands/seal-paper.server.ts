import { and, eq, inArray } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict, invalid } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { brokenOf } from '../assembly/proof';
import { hashOf, readContent } from '../paper-content.server';
import { changePaper, loadJudged, proofNow, takePaper } from '../paper-load.server';
import type { SealPaper } from '../paper-schema';
import { paperOpeners } from '../tables.server';

/**
 * Seals an approved paper: its content is fixed by a hash, and until its results are out only the people named here see
 * its questions, each time on record.
 */
export async function sealPaper(ctx: Context, input: SealPaper): Promise<{ contentHash: string }> {
	return withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'bank.paper.seal');
		const loaded = await takePaper(tx, input.paperId, input.revision, ['approved']);
		const realised = proofNow(await loadJudged(tx, loaded));
		const broken = brokenOf(realised).length;
		if (broken) throw conflict('bank.paper.broken', { count: broken });
		const openers = await findOpeners(tx, input.openers);
		const contentHash = hashOf(await readContent(tx, loaded));
		const sealedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		const { id: paperId } = loaded.paper;
		await tx.insert(paperOpeners).values(openers.map((personId) => ({ paperId, personId })));
		await changePaper(tx, loaded, {
			...{ status: 'sealed', realised, contentHash, sealedBy, sealedAt: ctx.now }
		});
		for (const personId of openers)
			await notify(tx, ctx, {
				personId,
				kind: 'bank.paper.opener',
				params: { title: loaded.blueprint.content.title, form: loaded.paper.form },
				href: `/staff/papers/${paperId}`,
				cause: `bank.paper.seal:${paperId}`
			});
		await recordAudit(tx, ctx, {
			action: 'bank.paper.seal',
			subject: { type: 'paper', id: paperId },
			before: { status: loaded.paper.status },
			after: { status: 'sealed', contentHash, openers: input.openers }
		});
		return { contentHash };
	});
}

async function findOpeners(tx: Database, numbers: readonly string[]): Promise<string[]> {
	const found = await tx
		.select({ id: people.id })
		.from(people)
		.where(and(inArray(people.employeeNo, [...numbers]), eq(people.status, 'active')));
	if (found.length !== numbers.length) throw invalid('app.form', { openers: 'bank.paper.no_person' });
	return found.map(({ id }) => id);
}
