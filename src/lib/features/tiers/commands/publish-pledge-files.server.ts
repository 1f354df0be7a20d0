import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { readPledges, type PledgeSheet } from '$lib/content/pledges.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { hashOfText, insertText } from '../pledges/text.server';
import { pledgeTexts } from '../tables.server';

/**
 * Publishes the commitment letters of `content/pledges/` in the versions that are not published yet. A file that was
 * edited without a new version changes nothing: the log says so, what people signed stays as it was.
 */
export async function publishPledgeFiles(
	ctx: Context,
	files: readonly PledgeSheet[] = readPledges()
): Promise<{ published: number }> {
	authorize(ctx.actor, 'tiers.pledge.publish');
	return withTransaction(ctx, async (tx) => {
		let published = 0;
		for (const { code, version, validMonths, title, 'zh-CN': bodyZh, en: bodyEn } of files) {
			const words = { titleZh: title['zh-CN'], titleEn: title.en, bodyZh, bodyEn, validMonths };
			if (await insertText(tx, ctx, { code, version, ...words })) {
				published++;
				continue;
			}
			const [known] = await tx
				.select({ sha256: pledgeTexts.sha256 })
				.from(pledgeTexts)
				.where(and(eq(pledgeTexts.code, code), eq(pledgeTexts.version, version)));
			if (known?.sha256 !== hashOfText(words)) {
				log.error({ code, version }, 'a published pledge differs from its file; the published text stays');
			}
		}
		return { published };
	});
}
