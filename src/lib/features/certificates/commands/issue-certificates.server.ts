import { randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { openFonts, unprintableIn } from '$lib/server/pdf/fonts';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { organisation } from '../../people/tables.server';
import { gradeName, ladderName } from '../grades';
import { drawNumber } from '../number';
import { textsOf, type PrintedCertificate } from '../printed';
import { attemptsForIssue } from '../queries/attempts.server';
import { decideIssue, validToOf } from '../rules';
import type { IssueCertificates } from '../schema';
import { certificates } from '../tables.server';

export interface IssuedCertificate {
	id: string;
	number: string;
	personId: string;
}

/**
 * Issues a certificate on each of some passed attempts of released sittings: all of them or none. What is printed
 * is frozen here. Refuses, naming the person, what `decideIssue` refuses; nobody issues their own (domain 8.6).
 */
export async function issueCertificates(
	ctx: Context,
	input: IssueCertificates
): Promise<IssuedCertificate[]> {
	const ids = [...new Set(input.attemptIds)];
	// Opened before the transaction, which would otherwise be held open while 30 MB are read.
	await openFonts();
	return withTransaction(ctx, async (tx) => {
		const attempts = await attemptsForIssue(tx, ids);
		if (attempts.length !== ids.length) throw notFound();
		const [issuer] = await tx.select().from(organisation);
		if (!issuer) throw notFound();
		const issuerName = { 'zh-CN': issuer.nameZh, en: issuer.nameEn };
		const issued: (typeof certificates.$inferInsert)[] = [];
		for (const attempt of attempts) {
			const { personId, unitPath, name, ladder, tier } = attempt;
			authorize(ctx.actor, 'certificates.certificate.issue', {
				personId,
				unitPath,
				parties: { holder: personId }
			});
			const exam = { 'zh-CN': attempt.examZh, en: attempt.examEn };
			const texts = { holder: name, exam, issuer: issuerName, grade: { 'zh-CN': '', en: '' } };
			const decision = decideIssue({ ...attempt, unprintable: await unprintableIn(textsOf(texts)) });
			if (!decision.ok) throw conflict(decision.code, decision.params);
			const { grade } = decision;
			const printed = {
				...texts,
				version: 1,
				ladder,
				tier,
				ladderName: ladderName(ladder),
				grade: grade.name
			} as const;
			issued.push(await insertCertificate(tx, ctx, attempt, printed, grade.letter));
		}
		for (const { id, personId, number, ladder, tier, validTo } of issued) {
			await notify(tx, ctx, {
				personId,
				kind: 'certificates.issued',
				params: { number, grade: gradeName(ladder, tier), validTo },
				href: `/certificates/${id}`,
				cause: `certificates.issued:${id}`
			});
		}
		for (const { id, personId, number, attemptId, issuedOn, validTo } of issued) {
			await recordAudit(tx, ctx, {
				action: 'certificates.certificate.issue',
				subject: { type: 'certificate', id },
				personId,
				after: { number, attemptId, issuedOn, validTo }
			});
		}
		return issued.map(({ id, number, personId }) => ({ id, number, personId }));
	});
}

/** Writes one certificate under a number that nobody has; a second one on the same attempt is refused. */
async function insertCertificate(
	tx: Database,
	ctx: Context,
	attempt: { attemptId: string; personId: string; name: string },
	texts: Omit<PrintedCertificate, 'number' | 'issuedOn' | 'validTo'>,
	letter: string
): Promise<typeof certificates.$inferInsert> {
	const { attemptId, personId } = attempt;
	const issuedOn = dateIn(ctx.now);
	const validTo = validToOf(issuedOn);
	for (;;) {
		const number = drawNumber(letter, issuedOn.slice(0, 4), (limit) => randomInt(limit));
		const row = {
			id: newId(ctx.now),
			number,
			personId,
			ladder: texts.ladder,
			tier: texts.tier,
			attemptId,
			printed: { ...texts, number, issuedOn, validTo } satisfies PrintedCertificate,
			issuedOn,
			validTo,
			issuedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null,
			recordedAt: ctx.now
		};
		const written = await tx
			.insert(certificates)
			.values(row)
			.onConflictDoNothing()
			.returning({ id: certificates.id });
		if (written.length) return row;
		const [other] = await tx.select().from(certificates).where(eq(certificates.attemptId, attemptId));
		if (other) throw conflict('certificates.issue.already_issued', { name: attempt.name });
	}
}
