import { recordAudit } from '$lib/features/audit/index.server';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { csvOf, xlsxOf, type Table } from '$lib/server/sheets';
import { authorizeBeyondSelf } from '../queries/get-certificate.server';
import { listCertificates, type ListedCertificate } from '../queries/list-certificates.server';
import type { CertificateFilter } from '../schema';

/** Most lines of a table to take away. */
const MOST = 50_000;

/**
 * The register of certificates as a file: those of a filter that the reader may read, each with what is printed and what it
 * is today. Who took it away, and what of, is recorded.
 */
export async function exportRegister(
	ctx: Context,
	filter: CertificateFilter,
	format: 'xlsx' | 'csv'
): Promise<Uint8Array> {
	authorizeBeyondSelf(ctx);
	return withTransaction(ctx, async (tx) => {
		const { rows } = await listCertificates({ ...ctx, db: tx }, { ...filter, page: 1 }, MOST);
		const table = await registerTable(ctx, rows);
		const bytes = format === 'csv' ? csvOf(table) : await xlsxOf([table]);
		const { q, status, kind, unit, expires } = filter;
		await recordAudit(tx, ctx, {
			action: 'certificates.register.export',
			subject: { type: 'certificates', id: 'certificates' },
			after: { q, status, kind, unit, expires, format, certificates: rows.length }
		});
		return bytes;
	});
}

async function registerTable(ctx: Context, rows: readonly ListedCertificate[]): Promise<Table> {
	const { t, local } = await loadStaffI18n(ctx.locale);
	return {
		name: t('staffCertificates.title'),
		head: [
			...[
				t('certificates.field.number'),
				t('certificates.field.holder'),
				t('staffCertificates.detail.employee')
			],
			...[t('staffCertificates.detail.unit'), t('certificates.field.ladder'), t('certificates.field.grade')],
			...[t('certificates.field.exam'), t('certificates.field.module')],
			...[t('certificates.field.issued_on'), t('certificates.field.valid_to')],
			...[t('staffCertificates.column.status'), t('staffCertificates.register.since')],
			...[t('staffCertificates.register.category'), t('certificates.field.reason')],
			...[t('certificates.verify.replaces'), t('certificates.verify.replaced_by')]
		],
		rows: rows.map(({ printed, status, revocation, suspensions, ...row }) => {
			const suspension = status === 'suspended' ? suspensions[0] : undefined;
			return [
				...[printed.number, printed.holder, row.employeeNo, local(row.unitName), local(printed.ladderName)],
				local(printed.grade),
				...[printed.exam ? local(printed.exam) : null, printed.module ? local(printed.module) : null],
				...[printed.issuedOn, printed.validTo],
				...[t(`certificates.status.${status}`), revocation?.on ?? suspension?.from ?? null],
				revocation
					? t(`certificates.category.${revocation.category}`)
					: suspension
						? t(`certificates.cause.${suspension.cause}`)
						: null,
				...[revocation?.reason ?? suspension?.reason ?? null],
				...[row.replaces?.number ?? null, row.replacedBy?.number ?? null]
			];
		})
	};
}
