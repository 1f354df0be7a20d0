import type { Role } from './roles';

/** What everybody may do about themselves, whatever else their roles reach. */
export const own: Role['permissions'] = {
	'people.unit.read': 'organisation',
	'people.person.read': 'self',
	'people.evidence.read': 'self',
	'people.sensitive.read': 'self',
	'training.module.read': 'organisation',
	'training.module.take': 'self',
	'training.progress.read': 'self',
	'exams.sitting.register': 'self',
	'exams.attempt.take': 'self',
	'exams.result.read': 'self',
	'certificates.certificate.read': 'self',
	'assessments.result.read': 'self',
	'tiers.path.read': 'self',
	'tiers.policy.read': 'organisation',
	'tiers.notice.read': 'organisation',
	'tiers.notice.object': 'organisation',
	'tiers.inquiry.read': 'self',
	'tiers.inquiry.raise': 'self',
	'tiers.pledge.sign': 'self',
	'tiers.authority.read': 'self',
	'mentoring.pairing.read': 'self',
	'mentoring.entry.read': 'self',
	'mentoring.entry.countersign': 'self',
	'notifications.inbox.read': 'self'
};
