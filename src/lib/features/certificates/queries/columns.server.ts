import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { IsoDate } from '$lib/shared/dates';
import { certificateRevocations, certificates, certificateSuspensions } from '../tables.server';
import type { CertificateLink, OpenSuspension } from '../view';

/** What a `CertificateView` is made of, for a select from certificates left-joined with their revocations. */
export const viewColumns = {
	id: certificates.id,
	personId: certificates.personId,
	printed: certificates.printed,
	validTo: certificates.validTo,
	category: certificateRevocations.category,
	reason: certificateRevocations.reason,
	revokedOn: certificateRevocations.revokedOn,
	suspensions: sql<OpenSuspension[]>`coalesce((
		select json_agg(json_build_object(
			'cause', s.cause, 'byHand', s.breach is null, 'reason', s.reason, 'from', s.from_on
		) order by s.from_on, s.id)
		from ${certificateSuspensions} s where s.certificate_id = ${certificates.id} and s.cured_at is null
	), '[]'::json)`,
	replaces: sql<CertificateLink | null>`(
		select json_build_object('id', o.id, 'number', o.number) from certificates o where o.id = ${certificates.replaces}
	)`,
	replacedBy: sql<CertificateLink | null>`(
		select json_build_object('id', o.id, 'number', o.number) from certificates o where o.replaces = ${certificates.id}
	)`
};

/** Whether a suspension of a certificate is open. */
export const isSuspended = (certificateId: SQLWrapper = certificates.id): SQL =>
	sql`exists (
		select 1 from ${certificateSuspensions} s where s.certificate_id = ${certificateId} and s.cured_at is null
	)`;

/**
 * A certificate in force whose exam is not passed any more: annulled, or marked anew. Whether it is revoked is decided by
 * people, who have not decided yet.
 */
export const isUnfounded = (today: IsoDate): SQL =>
	sql`${certificateRevocations.certificateId} is null and ${certificates.validTo} >= ${today} and exists (
		select 1 from attempt_results r
		where r.attempt_id = ${certificates.groundId} and r.superseded_at is null and not r.passed
		and not exists (
			select 1 from certificate_keeps k join certificates c on c.id = k.certificate_id
			where c.ground_id = r.attempt_id and k.result_version = r.version
		)
	)`;
