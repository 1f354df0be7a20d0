import type { Grant } from '$lib/access/can';
import { roles, type RoleName } from '$lib/access/roles';
import type { ErrorCode } from '$lib/i18n/codes';
import { addMonths, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';
import { needsEnd, type EvidenceKind } from './evidence';

/** A role as a person holds it. */
export interface HeldRole {
	role: RoleName;
	unitId: string | null;
	validFrom: IsoDate;
	validTo: IsoDate | null;
}

/** Whether holders of these grants may give or take a role. */
export const mayGrantRole = (grants: readonly Grant[], role: RoleName): boolean =>
	roles[role].grantedBy.some((granting) => grants.some((grant) => grant.role === granting));

/**
 * Whether two roles may be one person's: an auditor reads everything and writes nothing, so beside it only what
 * a trainee does for themselves is allowed (design, 4).
 */
export function mayHoldTogether(a: RoleName, b: RoleName): boolean {
	if (a !== 'auditor' && b !== 'auditor') return true;
	const other = a === 'auditor' ? b : a;
	return other === 'auditor' || other === 'trainee';
}

const overlap = (a: Omit<HeldRole, 'role' | 'unitId'>, b: Omit<HeldRole, 'role' | 'unitId'>): boolean =>
	(a.validTo === null || a.validTo >= b.validFrom) && (b.validTo === null || b.validTo >= a.validFrom);

/** Whether a role may be added to those that a person holds or will hold (revoked ones left out). */
export function decideGrant(wanted: HeldRole, held: readonly HeldRole[], today: IsoDate): Decision<object> {
	if (wanted.validTo !== null && wanted.validTo < wanted.validFrom) return no('people.role.dates');
	if (wanted.validTo !== null && wanted.validTo < today) return no('people.role.over');
	if (wanted.unitId !== null && !roles[wanted.role].scoped) return no('people.role.unscoped');
	const beside = held.filter((other) => overlap(wanted, other));
	if (beside.some((other) => other.role === wanted.role && other.unitId === wanted.unitId)) {
		return no('people.role.held');
	}
	if (beside.some((other) => !mayHoldTogether(other.role, wanted.role)))
		return no('people.role.auditor_writes');
	return yes({});
}

/**
 * Whether somebody may set another's password: whoever can, can sign in as them, so only people all of whose roles
 * they could have granted (else an officer could become their own approver).
 */
export const mayManageAccount = (grants: readonly Grant[], targetRoles: readonly RoleName[]): boolean =>
	targetRoles.every((role) => mayGrantRole(grants, role));

/** Whether a record's days can be true. `today` in the organisation's zone. */
export function checkEvidenceDates(
	record: { kind: EvidenceKind; validFrom: IsoDate; validTo: IsoDate | null },
	person: { bornOn: IsoDate | null },
	today: IsoDate
): { field: 'validFrom' | 'validTo'; code: ErrorCode } | null {
	if (record.validFrom > today) return { field: 'validFrom', code: 'people.evidence.future' };
	if (person.bornOn && record.validFrom <= person.bornOn) {
		return { field: 'validFrom', code: 'people.evidence.before_birth' };
	}
	if (record.validTo === null) {
		return needsEnd(record.kind) ? { field: 'validTo', code: 'app.field.required' } : null;
	}
	if (record.validTo < record.validFrom) return { field: 'validTo', code: 'people.evidence.dates' };
	// A sanction or a leave may be known to end later; work that has not been done yet is no experience.
	if ((record.kind === 'experience' || record.kind === 'conductReview') && record.validTo > today) {
		return { field: 'validTo', code: 'people.evidence.future' };
	}
	return null;
}

/** Whether somebody may be the head of a unit: at work, and standing in it or in a unit above. */
export function checkHead(
	head: { status: string; unitPath: string } | null,
	unit: { path: string }
): ErrorCode | null {
	if (!head) return 'people.unit.head_unknown';
	if (head.status !== 'active') return 'people.unit.head_inactive';
	return unit.path.startsWith(head.unitPath) ? null : 'people.unit.head_elsewhere';
}

/** Whether a person's own days can be true: born before hired, and at an age at which one may work (16). */
export function checkPersonDates(person: {
	bornOn: IsoDate | null;
	hiredOn: IsoDate;
}): Partial<Record<'bornOn' | 'hiredOn', ErrorCode>> | null {
	if (person.bornOn && addMonths(person.bornOn, 16 * 12) > person.hiredOn) {
		return { bornOn: 'people.person.too_young' };
	}
	return null;
}

/** Whether a last day of service can be true: from the day of hiring to today, as it is recorded once it has come. */
export function checkLastDay(
	lastDay: IsoDate,
	person: { hiredOn: IsoDate },
	today: IsoDate
): ErrorCode | null {
	if (lastDay > today) return 'people.person.leaves_later';
	return lastDay < person.hiredOn ? 'people.person.left_before_hired' : null;
}

/** Those of some employee numbers (in capitals) that nobody found has, to be said in a refusal; empty where all are there. */
export function missingNumbers(asked: readonly string[], found: readonly { employeeNo: string }[]): string {
	const there = new Set(found.map(({ employeeNo }) => employeeNo.toUpperCase()));
	return asked.filter((employeeNo) => !there.has(employeeNo)).join(', ');
}
