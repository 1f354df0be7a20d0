import { desc, eq, sql } from 'drizzle-orm';
import { authorize, can, reachesOf } from '$lib/access/can';
import { people, units } from '../../people/tables.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { certificateRevocations, certificates } from '../tables.server';
import { livesOf } from '../holdings.server';
import type { KindForm } from '../kinds';
import { decideReplace, decideSuspend } from '../rules';
import { viewOf, type WalletCertificate } from '../view';
import { isUnfounded, viewColumns } from './columns.server';

export interface CertificateDetail extends WalletCertificate {
	employeeNo: string;
	unitName: LocalText;
	/** What it was issued under; null where it was issued beside another one. */
	rules: KindForm | null;
	/** In force, and its exam is not passed any more. */
	unfounded: boolean;
	/** What the reader may do with it today. */
	may: { revoke: boolean; suspend: boolean; restore: boolean; replace: boolean };
}

/** A certificate that the reader may read. Throws not_found. */
export async function getCertificate(ctx: Context, id: string): Promise<CertificateDetail> {
	if (!isId(id)) throw notFound();
	const [row] = await ctx.db
		.select({
			...viewColumns,
			groundId: certificates.groundId,
			unfounded: sql<boolean>`${isUnfounded(dateIn(ctx.now))}`,
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
	const view = viewOf(row, dateIn(ctx.now));
	const decides = can(ctx.actor, 'certificates.certificate.revoke', subject).ok && !view.revocation;
	const life = (await livesOf(ctx.db, dateIn(ctx.now), row.personId)).get(row.groundId);
	return {
		...view,
		renewal: view.revocation ? null : (life?.renewal ?? null),
		rules: life?.rules ?? null,
		unfounded: row.unfounded,
		employeeNo: row.employeeNo,
		unitName: { 'zh-CN': row.unitZh, en: row.unitEn },
		may: {
			revoke: decides,
			suspend: decides && decideSuspend(view.status, view.suspensions).ok,
			restore: decides && view.suspensions.length > 0,
			// Whether something printed would differ is seen when it is done.
			replace: decides && decideReplace(view.status, true).ok
		}
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
export async function listMyCertificates(ctx: Context): Promise<WalletCertificate[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	authorize(ctx.actor, 'certificates.certificate.read', { personId: ctx.actor.personId });
	const rows = await ctx.db
		.select({ ...viewColumns, groundId: certificates.groundId })
		.from(certificates)
		.leftJoin(certificateRevocations, eq(certificateRevocations.certificateId, certificates.id))
		.where(eq(certificates.personId, ctx.actor.personId))
		.orderBy(desc(certificates.issuedOn), desc(certificates.id));
	const today = dateIn(ctx.now);
	const lives = await livesOf(ctx.db, today, ctx.actor.personId);
	return rows.map((row) => {
		const view = viewOf(row, today);
		return { ...view, renewal: view.revocation ? null : (lives.get(row.groundId)?.renewal ?? null) };
	});
}
