import { eq } from 'drizzle-orm';
import { recordAudits } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { enqueue } from '$lib/server/jobs/events';
import { unprintableIn } from '$lib/server/pdf/fonts';
import { dateIn } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import type { KindNames } from './grades';
import { textsOf } from './printed';
import type { Ground } from './queries/grounds.server';
import { holdPerson, keepRound, roundsOn, type Kinds, type OpenRound, type RoundOf } from './rounds.server';
import { decideIssue } from './rules';
import { certificates } from './tables.server';
import { writeCertificate, type WrittenCertificate } from './write.server';

/** What a certificate on an attempt or a completion would say. */
export const textsFor = (
	{ name, title, attemptId, ladder, tier }: Ground,
	{ ladderName, grade }: Omit<KindNames, 'letter'>,
	issuer: LocalText
) => ({
	...{ version: 1 as const, holder: name, ladder, tier, ladderName, grade },
	...(attemptId ? { exam: title } : { module: title }),
	issuer
});

/** Whether a certificate may be issued on an attempt or a completion (`decideIssue`), with the font and the holder's rounds asked. */
export async function mayIssueOn(
	ground: Ground,
	issuer: LocalText,
	roundOf: RoundOf
): Promise<Decision<{ names: KindNames; round: OpenRound }>> {
	const { names, name } = ground;
	const unprintable = names ? await unprintableIn(textsOf(textsFor(ground, names, issuer))) : [];
	const decision = decideIssue({ ...ground, unprintable });
	if (!decision.ok) return decision;
	const opened = roundOf(ground);
	if (!opened.round) return no('certificates.issue.too_early', { name, opens: opened.opens });
	return yes({ names: decision.names, round: opened.round });
}

/** Issues a certificate on an attempt or a completion, or says why not. What is printed is frozen here. */
export async function issueOn(
	tx: Database,
	ctx: Context,
	ground: Ground,
	{ issuer, issuedBy, kinds }: { issuer: LocalText; issuedBy: string | null; kinds: Kinds }
): Promise<Decision<{ certificate: WrittenCertificate }>> {
	const { personId, name, attemptId, completionId } = ground;
	await holdPerson(tx, personId);
	// Somebody else was first, whose round this would renew.
	if (!ground.certificateNumber && (await tx.$count(certificates, eq(certificates.groundId, ground.id))))
		return no('certificates.issue.already_issued', { name });
	const roundOf = await roundsOn(tx, dateIn(ctx.now), [ground], kinds);
	const decision = await mayIssueOn(ground, issuer, roundOf);
	if (!decision.ok) return decision;
	const { names, round } = decision;
	const validTo = round.period.until;
	if (validTo === null) throw new Error('every kind has a length of validity');
	const about = { attemptId, completionId, personId, replaces: null, validTo, issuedBy };
	const certificate = await writeCertificate(
		...([tx, ctx, { ...about, letter: names.letter }, textsFor(ground, names, issuer)] as const)
	);
	if (!certificate) return no('certificates.issue.already_issued', { name });
	await keepRound(tx, ctx, round, { certificateId: certificate.id, personId });
	return yes({ certificate });
}

/** Tells the holders, has the credentials signed, and records it: the last thing in a transaction. */
export async function tellIssued(
	tx: Database,
	ctx: Context,
	issued: readonly WrittenCertificate[]
): Promise<void> {
	await notifyMany(
		tx,
		ctx,
		issued.map(({ id, personId, number, printed, validTo }) => ({
			personId,
			kind: 'certificates.issued',
			params: { number, grade: printed.grade, validTo },
			href: `/certificates/${id}`,
			cause: `certificates.issued:${id}`
		}))
	);
	if (issued.length) {
		const certificateIds = issued.map(({ id }) => id);
		await enqueue(tx, ctx, 'certificates.credential.sign', { certificateIds });
	}
	await recordAudits(
		tx,
		ctx,
		issued.map(({ id, personId, number, attemptId, completionId, issuedOn, validTo, issuedBy }) => ({
			action: 'certificates.certificate.issue',
			subject: { type: 'certificate', id },
			personId,
			after: {
				...{ number, ...(attemptId ? { attemptId } : { completionId }) },
				...{ issuedOn, validTo, issuedBy }
			}
		}))
	);
}
