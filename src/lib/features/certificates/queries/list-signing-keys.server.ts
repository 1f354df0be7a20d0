import { asc, count, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { isValidOn, openPdfKey, type PdfKeyLacking } from '$lib/server/pdf/sign';
import { Refusal } from '$lib/shared/errors';
import { didOf } from '../credentials/did';
import { issuerOf, publicOrigin, type Lacking } from '../credentials/issuer.server';
import { everyKey, openRow } from '../credentials/keyring.server';
import type { KeyAlgorithm } from '../credentials/keys.server';
import { countWaiting } from '../credentials/sign-credentials.server';
import { statusLists, statusPlaces } from '../tables.server';

export interface ListedKeys {
	/** The issuer's identifier; null where the site does not know its own address. */
	did: string | null;
	/** Why nothing is signed, or null. */
	lacking: Lacking | 'other_secret' | null;
	/** What signs PDFs: whom the key names and its last moment as an ISO time, or why nothing does. */
	pdf: { subject: string; until: string; valid: boolean } | PdfKeyLacking;
	/** Certificates without credentials. */
	waiting: number;
	/** The newest first. ISO times. */
	keys: { id: string; algorithm: KeyAlgorithm; createdAt: string; retiredAt: string | null }[];
	lists: {
		number: number;
		places: number;
		revoked: number;
		signedAt: string | null;
		validUntil: string | null;
	}[];
}

/** What the site signs with, and the state of its lists, for administrators. */
export async function listSigningKeys(ctx: Context): Promise<ListedKeys> {
	authorize(ctx.actor, 'certificates.key.manage');
	const origin = publicOrigin();
	const issuer = issuerOf();
	const rows = await everyKey(ctx.db);
	let lacking: ListedKeys['lacking'] = 'lacking' in issuer ? issuer.lacking : null;
	if ('secret' in issuer)
		try {
			for (const row of rows) if (!row.retiredAt) openRow(row, issuer.secret);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			lacking = 'other_secret';
		}
	const lists = await ctx.db
		.select({
			number: statusLists.number,
			revoked: statusLists.revoked,
			signedAt: statusLists.signedAt,
			validUntil: statusLists.validUntil,
			places: count(statusPlaces.certificateId)
		})
		.from(statusLists)
		.leftJoin(statusPlaces, eq(statusPlaces.list, statusLists.number))
		.groupBy(statusLists.number)
		.orderBy(asc(statusLists.number));
	const pdfKey = await openPdfKey();
	return {
		pdf:
			typeof pdfKey === 'string'
				? pdfKey
				: {
						...{ subject: pdfKey.subject.replaceAll('\n', ', '), until: pdfKey.validTo.toISOString() },
						valid: isValidOn(pdfKey, ctx.now)
					},
		did: origin && didOf(origin),
		lacking,
		waiting: origin ? await countWaiting(ctx, didOf(origin)) : 0,
		keys: rows.reverse().map(({ id, algorithm, createdAt, retiredAt }) => ({
			...{ id, algorithm, createdAt: createdAt.toISOString() },
			retiredAt: retiredAt?.toISOString() ?? null
		})),
		lists: lists.map(({ signedAt, validUntil, ...list }) => ({
			...list,
			signedAt: signedAt?.toISOString() ?? null,
			validUntil: validUntil?.toISOString() ?? null
		}))
	};
}
