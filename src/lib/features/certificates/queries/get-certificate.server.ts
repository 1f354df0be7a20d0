import { desc, eq } from 'drizzle-orm';
import { authorize, can, reachesOf } from '$lib/access/can';
import { people, units } from '../../people/tables.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { certificateRevocations, certificates } from '../tables.server';
import { viewOf, type CertificateView } from '../view';
import { viewColumns } from './columns.server';

export interface CertificateDetail extends CertificateView {
	employeeNo: string;
	unitName: LocalText;
	/** Whether the reader may revoke it today. */
	revocable: boolean;
}

/** A certificate that the reader may read. Throws not_found. */
export async function getCertificate(ctx: Context, id: string): Promise<CertificateDetail> {
	if (!isId(id)) throw notFound();
	const [row] = await ctx.db
		.select({
			...viewColumns,
			employeeNo: people.employeeNo,
			unitPath: units.path,
			unitZh: units.nameZh,
			unitEn: units.nameEn
		})
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(eq(certificates.id, id));
	if (!row) throw notFound();
	const subject = { personId: row.personId, unitPath: row.unitPath, parties: { holder: row.personId } };
	authorize(ctx.actor, 'certificates.certificate.read', subject);
	return {
		...viewOf(row, dateIn(ctx.now)),
		employeeNo: row.employeeNo,
		unitName: { 'zh-CN': row.unitZh, en: row.unitEn },
		revocable: row.revokedOn === null && can(ctx.actor, 'certificates.certificate.revoke', subject).ok
	};
}

/** The same for the staff's pages, where whoever may read only their own finds nothing. */
export async function getStaffCertificate(ctx: Context, id: string): Promise<CertificateDetail> {
	authorizeBeyondSelf(ctx);
	return getCertificate(ctx, id);
}

/** Everybody may read their own certificates; staff pages are for those whose reading goes further. */
export function authorizeBeyondSelf(ctx: Context): void {
	const beyond = reachesOf(ctx.actor, 'certificates.certificate.read').some(({ reach }) => reach !== 'self');
	if (ctx.actor.kind !== 'system' && !beyond) throw forbidden();
}

/** The signed-in person's own certificates, the newest first. */
export async function listMyCertificates(ctx: Context): Promise<CertificateView[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	authorize(ctx.actor, 'certificates.certificate.read', { personId: ctx.actor.personId });
	const rows = await ctx.db
		.select(viewColumns)
		.from(certificates)
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(eq(certificates.personId, ctx.actor.personId))
		.orderBy(desc(certificates.issuedOn), desc(certificates.id));
	const today = dateIn(ctx.now);
	return rows.map((row) => viewOf(row, today));
}
