import { randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { newId } from '$lib/shared/ids';
import { drawNumber } from './number';
import type { PrintedCertificate } from './printed';
import { certificates } from './tables.server';
import { currentTemplate } from './templates/versions.server';

export type WrittenCertificate = typeof certificates.$inferInsert & { printed: PrintedCertificate };

/**
 * Writes one certificate, issued today under a number that nobody has, on today's template. Null when its attempt or completion has one
 * already, or when the one that it replaces has been replaced.
 */
export async function writeCertificate(
	tx: Database,
	ctx: Context,
	about: {
		attemptId: string | null;
		completionId: string | null;
		personId: string;
		replaces: string | null;
		validTo: IsoDate;
		issuedBy: string | null;
		/** Of the kind, in the number. */
		letter: string;
	},
	texts: Omit<PrintedCertificate, 'number' | 'issuedOn' | 'validTo' | 'template'>
): Promise<WrittenCertificate | null> {
	const { letter, ...basis } = about;
	const { validTo } = basis;
	const issuedOn = dateIn(ctx.now);
	const template = await currentTemplate(tx);
	for (;;) {
		const number = drawNumber(letter, issuedOn.slice(0, 4), (limit) => randomInt(limit));
		const row = {
			...{ id: newId(ctx.now), number, ...basis, ladder: texts.ladder, tier: texts.tier },
			printed: {
				...{ ...texts, number, issuedOn, validTo },
				...(template && { template: template.version })
			} satisfies PrintedCertificate,
			issuedOn,
			recordedAt: ctx.now
		};
		const written = await tx
			.insert(certificates)
			.values(row)
			.onConflictDoNothing()
			.returning({ id: certificates.id });
		if (written.length) return row;
		const taken = await tx.$count(certificates, eq(certificates.number, number));
		if (!taken) return null;
	}
}
