import { and, desc, eq, gte, isNull, sql } from 'drizzle-orm';
import { authorize, systemActor } from '$lib/access/can';
import { countHit } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound, Refusal } from '$lib/shared/errors';
import { readCredential } from '../credentials/files.server';
import { hashToken } from '../sharing/secret.server';
import { certificateShares } from '../tables.server';
import { getCertificate, type CertificateDetail } from './get-certificate.server';
import { renderCertificatePdf } from './pdf.server';

const OPENINGS = { hits: 120, seconds: 10 * 60 };

export interface ListedShare {
	id: string;
	endsOn: IsoDate;
	/** ISO times. */
	createdAt: string;
	lastUsedAt: string | null;
	uses: number;
}

export interface OwnCertificate {
	certificate: CertificateDetail;
	/** The addresses that open today, the newest first. */
	shares: ListedShare[];
}

/** One's own certificate with the secret addresses that lead to it. Throws not_found or forbidden. */
export async function getOwnCertificate(ctx: Context, id: string): Promise<OwnCertificate> {
	const certificate = await getCertificate(ctx, id);
	authorize(ctx.actor, 'certificates.certificate.share', { personId: certificate.personId });
	const rows = await ctx.db
		.select()
		.from(certificateShares)
		.where(
			and(
				eq(certificateShares.certificateId, id),
				isNull(certificateShares.endedAt),
				gte(certificateShares.endsOn, dateIn(ctx.now))
			)
		)
		.orderBy(desc(certificateShares.createdAt), desc(certificateShares.id));
	return {
		certificate,
		shares: rows.map(({ id: shareId, endsOn, createdAt, lastUsedAt, uses }) => ({
			...{ id: shareId, endsOn, uses, createdAt: createdAt.toISOString() },
			lastUsedAt: lastUsedAt?.toISOString() ?? null
		}))
	};
}

/**
 * The certificate behind a secret address, for whoever holds it: no session, no other permission. Counts the use. One that is
 * unknown, ended or over is not found. `address` is the visitor's, for the limit on guesses.
 */
export async function openShare(ctx: Context, token: string, address: string): Promise<CertificateDetail> {
	if (!(await countHit(ctx.db, `certificates:share:${address}`, OPENINGS, ctx.now)))
		throw new Refusal('limited', 'certificates.verify.limited');
	const [share] = await ctx.db
		.update(certificateShares)
		.set({ uses: sql`${certificateShares.uses} + 1`, lastUsedAt: ctx.now })
		.where(
			and(
				eq(certificateShares.tokenHash, hashToken(token)),
				isNull(certificateShares.endedAt),
				gte(certificateShares.endsOn, dateIn(ctx.now))
			)
		)
		.returning({ certificateId: certificateShares.certificateId });
	if (!share) throw notFound('certificates.share.gone');
	return getCertificate(asLink(ctx), share.certificateId);
}

export const sharedFiles = ['pdf', 'json', 'jwt'] as const;
export type SharedFile = (typeof sharedFiles)[number];

/** A file of the certificate behind a secret address. `origin` is where the site is reached. */
export async function readSharedFile(
	ctx: Context,
	{ token, kind, address, origin }: { token: string; kind: SharedFile; address: string; origin: string }
): Promise<{ name: string; content: Uint8Array | string }> {
	const { id } = await openShare(ctx, token, address);
	if (kind === 'pdf') {
		const { name, bytes } = await renderCertificatePdf(asLink(ctx), id, origin);
		return { name, content: new Uint8Array(bytes) };
	}
	const { name, text } = await readCredential(asLink(ctx), id, kind);
	return { name, content: text };
}

/** The link itself is the permission. */
const asLink = (ctx: Context): Context => ({ ...ctx, actor: systemActor('certificates.share') });
