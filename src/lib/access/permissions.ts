/**
 * Every permission, in the one dotted vocabulary that audit, events and error codes share. A name that is not
 * here allows nothing.
 */
export const permissions = [
	// people
	'people.unit.read',
	'people.unit.manage',
	'people.person.read',
	'people.person.create',
	'people.person.update',
	'people.person.suspend',
	'people.evidence.read',
	'people.evidence.record',
	'people.sensitive.read',
	'people.role.grant',
	'people.password.reset',
	// training
	'training.module.read',
	'training.module.take',
	'training.module.publish',
	'training.module.write',
	'training.module.review',
	'training.progress.read',
	'training.progress.manage',
	// agenda, credit
	'agenda.calendar.subscribe',
	'credit.entry.read',
	'credit.entry.correct',
	'credit.outside.claim',
	'credit.outside.accept',
	'credit.requirement.set',
	// classes, visits
	'classes.class.read',
	'classes.class.enrol',
	'classes.class.teach',
	'classes.class.manage',
	'visits.visit.read',
	'visits.visit.request',
	'visits.visit.manage',
	'visits.report.accept',
	// mentoring
	'mentoring.pairing.read',
	'mentoring.pairing.create',
	'mentoring.pairing.end',
	'mentoring.entry.read',
	'mentoring.entry.log',
	'mentoring.entry.countersign',
	// exams
	'exams.item.read',
	'exams.item.create',
	'exams.item.review',
	'exams.sitting.read',
	'exams.sitting.manage',
	'exams.sitting.register',
	'exams.attempt.take',
	'exams.result.read',
	'exams.result.release',
	// certificates
	'certificates.certificate.read',
	'certificates.certificate.issue',
	'certificates.certificate.revoke',
	// assessments
	'assessments.period.read',
	'assessments.period.manage',
	'assessments.result.read',
	'assessments.result.record',
	// tiers
	'tiers.policy.read',
	'tiers.draft.read',
	'tiers.policy.draft',
	'tiers.policy.publish',
	'tiers.path.read',
	'tiers.board.read',
	'tiers.decision.read',
	'tiers.decision.propose',
	'tiers.decision.approve',
	'tiers.decision.vote',
	'tiers.notice.read',
	'tiers.notice.object',
	'tiers.inquiry.read',
	'tiers.inquiry.raise',
	'tiers.inquiry.answer',
	'tiers.campaign.read',
	'tiers.campaign.manage',
	'tiers.quota.manage',
	'tiers.candidacy.manage',
	'tiers.reevaluation.settle',
	'tiers.pledge.publish',
	'tiers.pledge.sign',
	'tiers.endorsement.give',
	'tiers.authority.read',
	// paths, assignments, reports
	'paths.path.read',
	'paths.path.write',
	'assignments.assignment.read',
	'assignments.assignment.manage',
	'reports.training.read',
	// audit, own things
	'audit.log.read',
	'notifications.inbox.read'
] as const;

export type Permission = (typeof permissions)[number];
