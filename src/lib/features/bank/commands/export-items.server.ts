import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { languages } from '$lib/server/import';
import { conflict } from '$lib/shared/errors';
import type { ExportFormat } from '../imports/export';
import { askedFor, loadOutgoing } from '../imports/outgoing.server';
import { writeFile, type WrittenFile } from '../imports/write-file.server';

/** Codes that an entry of the audit log names. */
const NAMED = 200;

/** Gives questions with their answers away as a file; who took which is recorded. */
export async function exportItems(
	ctx: Context,
	search: URLSearchParams,
	{ format, language }: { format: ExportFormat; language: Locale }
): Promise<WrittenFile> {
	authorize(ctx.actor, 'bank.item.write');
	const where = await askedFor(ctx, search);
	const title = (await languages())[language].t('staffBankImport.export.sheet');
	return withTransaction(ctx, async (tx) => {
		const outgoing = await loadOutgoing(tx, where, language);
		if (!outgoing.length) throw conflict('staffBankImport.none');
		const file = await writeFile(tx, outgoing, { format, language, title });
		await recordAudit(tx, ctx, {
			action: 'bank.item.export',
			subject: { type: 'items', id: 'bank' },
			after: { format, count: outgoing.length, codes: outgoing.slice(0, NAMED).map(({ name }) => name) }
		});
		return file;
	});
}
