import { authorize, authorizeAnywhere, can } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import { holdersOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { openFonts } from '$lib/server/pdf/fonts';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { mayIssueOn } from '../issue.server';
import {
	awaitingIn,
	groundsForIssue,
	issuerName,
	type Ground,
	type RequestAbout
} from '../queries/grounds.server';
import { resultOf, type RequestResult } from '../requests';
import { roundsOn } from '../rounds.server';
import type { RequestCertificates } from '../schema';
import { certificateRequestItems, certificateRequests } from '../tables.server';

const ROWS_AT_ONCE = 1000;
const subjectOf = ({ personId, unitPath }: Ground) => ({
	...{ personId, unitPath },
	parties: { holder: personId }
});

/**
 * Asks for certificates of a released sitting or of a module, which another person approves. Of chosen people all or none:
 * refuses, naming the person, what `decideIssue` refuses, and one's own. Of everybody, those who cannot have one now are left out,
 * and the request says why.
 */
export async function requestCertificates(ctx: Context, input: RequestCertificates): Promise<{ id: string }> {
	authorizeAnywhere(ctx.actor, 'certificates.certificate.issue');
	// Opened before the transaction, which would otherwise be held open while 30 MB are read.
	await openFonts();
	return withTransaction(ctx, async (tx) => {
		const { sittingId = null, kind = null } = input;
		const about = { sittingId, kind } as RequestAbout;
		const items = input.everybody
			? await everybody(tx, ctx, about)
			: await chosen(tx, ctx, about, input.groundIds);
		const [first] = items;
		if (!items.some(({ result }) => result === null)) throw conflict('certificates.request.nobody');
		const id = newId(ctx.now);
		const requestedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
		await tx.insert(certificateRequests).values({ id, ...about, requestedBy, requestedAt: ctx.now });
		let written = 0;
		for (let i = 0; i < items.length; i += ROWS_AT_ONCE) {
			const rows = items.slice(i, i + ROWS_AT_ONCE).map(({ ground, result }) => ({
				...{ requestId: id, attemptId: ground.attemptId, completionId: ground.completionId },
				result
			}));
			const kept = await tx.insert(certificateRequestItems).values(rows).onConflictDoNothing().returning();
			written += kept.filter(({ result }) => result === null).length;
		}
		// Somebody else asked for them at this moment.
		const wanted = items.filter(({ result }) => result === null).length;
		if (!written || (!input.everybody && written < wanted)) throw conflict('certificates.request.already');
		const paths = [...new Set(items.map(({ ground }) => ground.unitPath))];
		const approvers = await holdersOf(
			tx,
			'certificates.certificate.approve',
			dateIn(ctx.now),
			paths.map((unitPath) => ({ unitPath, parties: { proposer: requestedBy } }))
		);
		await notifyMany(
			tx,
			ctx,
			approvers.map((personId) => ({
				...{ personId, kind: 'certificates.requested', href: `/staff/certificates/requests/${id}` },
				params: { exam: first!.ground.title, count: written },
				cause: `certificates.requested:${id}`
			}))
		);
		await recordAudit(tx, ctx, {
			action: 'certificates.request.make',
			subject: { type: 'certificateRequest', id },
			after: { ...(sittingId ? { sittingId } : { kind }), count: written, leftOut: items.length - wanted }
		});
		return { id };
	});
}

interface Item {
	ground: Ground;
	/** Why it is left out; null: asked for. */
	result: RequestResult | null;
}

async function chosen(
	tx: Database,
	ctx: Context,
	{ sittingId, kind }: RequestAbout,
	ids: readonly string[]
): Promise<Item[]> {
	const wanted = [...new Set(ids)];
	const grounds = await groundsForIssue(tx, wanted);
	const elsewhere = grounds.some(({ about }) => about.sittingId !== sittingId || about.kind !== kind);
	if (grounds.length !== wanted.length || elsewhere) throw notFound();
	const issuer = await issuerName(tx);
	const roundOf = await roundsOn(tx, dateIn(ctx.now), grounds);
	for (const ground of grounds) {
		authorize(ctx.actor, 'certificates.certificate.issue', subjectOf(ground));
		const decision = await mayIssueOn(ground, issuer, roundOf);
		if (!decision.ok) throw conflict(decision.code, decision.params);
	}
	return grounds.map((ground) => ({ ground, result: null }));
}

async function everybody(tx: Database, ctx: Context, about: RequestAbout): Promise<Item[]> {
	const issuer = await issuerName(tx);
	const items: Item[] = [];
	const grounds = await awaitingIn(tx, ctx.actor, about);
	const roundOf = await roundsOn(tx, dateIn(ctx.now), grounds);
	for (const ground of grounds) {
		const own = !can(ctx.actor, 'certificates.certificate.issue', subjectOf(ground)).ok;
		const decision = await mayIssueOn(ground, issuer, roundOf);
		items.push({ ground, result: own ? 'own' : decision.ok ? null : resultOf(decision.code) });
	}
	return items;
}
