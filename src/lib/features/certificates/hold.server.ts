import { asc, eq, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { rowsOf } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { printedSchema, type PrintedCertificate } from './printed';
import { statusOn, type CertificateStatus, type OpenCause } from './rules';
import { certificateRevocations, certificates, certificateSuspensions } from './tables.server';

export interface HeldCertificate {
	row: typeof certificates.$inferSelect;
	printed: PrintedCertificate;
	status: CertificateStatus;
	/** The suspensions that are open. */
	open: OpenCause[];
}

/**
 * Holds a certificate until the transaction ends, so that no two people decide on it at once, for somebody who may take it
 * away for good or for a time. Nobody decides on their own (`access.separation.self`). Throws not_found.
 */
export async function holdCertificate(tx: Database, ctx: Context, id: string): Promise<HeldCertificate> {
	// Not `select for update`: what refers to the certificate may still be written meanwhile.
	await rowsOf(tx, sql`select id from ${certificates} where id = ${id} for no key update`);
	const [row] = await tx.select().from(certificates).where(eq(certificates.id, id));
	if (!row) throw notFound();
	const { personId, validTo } = row;
	const { unitPath } = await getPersonSubject(tx, personId);
	authorize(ctx.actor, 'certificates.certificate.revoke', {
		personId,
		unitPath,
		parties: { holder: personId }
	});
	const [revocation] = await tx
		.select()
		.from(certificateRevocations)
		.where(eq(certificateRevocations.certificateId, id));
	const suspensions = await tx
		.select()
		.from(certificateSuspensions)
		.where(sql`${certificateSuspensions.certificateId} = ${id} and ${certificateSuspensions.curedAt} is null`)
		.orderBy(asc(certificateSuspensions.fromOn));
	const { revokedOn = null, category = null } = revocation ?? {};
	const state = { validTo, revokedOn, category, suspended: suspensions.length > 0 };
	const open = suspensions.map(({ cause, breach }) => ({ cause, byHand: breach === null }));
	const printed = printedSchema.parse(row.printed);
	return { row, printed, status: statusOn(state, dateIn(ctx.now)), open };
}
