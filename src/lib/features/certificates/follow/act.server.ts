import { eq } from 'drizzle-orm';
import type { AuditEntry } from '$lib/features/audit/index.server';
import { notifyMany } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { enqueue } from '$lib/server/jobs/events';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import type { KnownBreach } from '../conditions';
import { letterOf } from '../number';
import { printedSchema } from '../printed';
import { revokeRounds } from '../rounds.server';
import { certificateRevocations, certificateSuspensions } from '../tables.server';
import { writeCertificate } from '../write.server';
import type { Followed } from './holders.server';
import type { KnownSuspension } from './plan';

/** Tells the holder of a change, and whoever leads their unit. */
async function tell(
	tx: Database,
	ctx: Context,
	{ certificate, name, headId }: Followed,
	what: 'suspended' | 'restored' | 'lapsed',
	cause: string
): Promise<void> {
	const { id, personId, number } = certificate;
	const params = { number, grade: printedSchema.parse(certificate.printed).grade, on: dateIn(ctx.now) };
	const holder = {
		...{ personId, kind: `certificates.${what}` as const, params },
		...{ href: `/certificates/${id}`, cause: `certificates.${what}:${cause}` }
	};
	const head = {
		...{ kind: `certificates.${what}Of` as const, params: { ...params, name } },
		...{ href: '/inbox', cause: `certificates.${what}Of:${cause}` }
	};
	await notifyMany(tx, ctx, [holder, ...(headId ? [{ personId: headId, ...head }] : [])]);
}

/** Suspends a certificate for a breach, from today on. */
export async function suspend(
	tx: Database,
	ctx: Context,
	followed: Followed,
	{ key: breach, cause }: KnownBreach
): Promise<AuditEntry> {
	const { id: certificateId, personId, number } = followed.certificate;
	const [id, fromOn] = [newId(ctx.now), dateIn(ctx.now)];
	await tx
		.insert(certificateSuspensions)
		.values({ id, certificateId, cause, breach, reason: '', fromOn, suspendedAt: ctx.now });
	await tell(tx, ctx, followed, 'suspended', id);
	return {
		action: 'certificates.certificate.suspend',
		subject: { type: 'certificate', id: certificateId },
		personId,
		after: { number, cause, breach, from: fromOn }
	};
}

/** Ends a suspension whose breach is cured. The last one to end has the certificate back, which is told. */
export async function cure(
	tx: Database,
	ctx: Context,
	followed: Followed,
	{ id, breach }: KnownSuspension
): Promise<AuditEntry> {
	const { id: certificateId, personId, number } = followed.certificate;
	const curedOn = dateIn(ctx.now);
	await tx
		.update(certificateSuspensions)
		.set({ curedOn, curedAt: ctx.now, cureReason: '' })
		.where(eq(certificateSuspensions.id, id));
	const open = await suspensionsOf(tx, certificateId);
	if (open.every(({ curedAt }) => curedAt)) await tell(tx, ctx, followed, 'restored', id);
	return {
		action: 'certificates.certificate.restore',
		subject: { type: 'certificate', id: certificateId },
		personId,
		after: { number, breach, on: curedOn }
	};
}

/** Every suspension of a certificate, over or not. */
export const suspensionsOf = (db: Database, certificateId: string) =>
	db.select().from(certificateSuspensions).where(eq(certificateSuspensions.certificateId, certificateId));

/** Ends a certificate whose condition was unmet for longer than its kind allows; it is taken anew. */
export async function lapse(tx: Database, ctx: Context, followed: Followed): Promise<AuditEntry> {
	const { id, personId, number } = followed.certificate;
	const revokedOn = dateIn(ctx.now);
	await tx
		.insert(certificateRevocations)
		.values({ certificateId: id, category: 'lapsed', reason: '', revokedOn, revokedAt: ctx.now });
	await enqueue(tx, ctx, 'certificates.list.sign', {});
	await revokeRounds(tx, ctx, followed.certificate);
	await tell(tx, ctx, followed, 'lapsed', id);
	return {
		action: 'certificates.certificate.lapse',
		subject: { type: 'certificate', id },
		personId,
		after: { number, on: revokedOn }
	};
}

/** Gives a holder who is back from leave the days that were left: one with a later last day takes the certificate's place. */
export async function extend(
	tx: Database,
	ctx: Context,
	{ certificate }: Followed,
	validTo: IsoDate
): Promise<AuditEntry[]> {
	const { id: replaces, personId, attemptId, completionId, number: old } = certificate;
	const about = { attemptId, completionId, personId, replaces, validTo, issuedBy: null };
	const printed = printedSchema.parse(certificate.printed);
	const issued = await writeCertificate(tx, ctx, { ...about, letter: letterOf(old) }, printed);
	if (!issued) return [];
	const { id, number } = issued;
	await tx.insert(certificateRevocations).values({
		...{ certificateId: replaces, category: 'replaced', reason: '' },
		...{ revokedOn: dateIn(ctx.now), revokedAt: ctx.now }
	});
	// Signs the lists besides, which now lack the old one.
	await enqueue(tx, ctx, 'certificates.credential.sign', { certificateIds: [id] });
	await notifyMany(tx, ctx, [
		{
			...{ personId, kind: 'certificates.extended', href: `/certificates/${id}` },
			params: { number, old, grade: printed.grade, validTo },
			cause: `certificates.extended:${replaces}`
		}
	]);
	return [
		{
			action: 'certificates.certificate.extend',
			subject: { type: 'certificate', id: replaces },
			personId,
			before: { number: old, validTo: certificate.validTo },
			after: { id, number, validTo }
		}
	];
}
