import { own } from './own';
import type { Permission } from './permissions';

export { own };

/**
 * How far a permission reaches: `self` to what is the person's own, `mentee` to the people whom they mentor,
 * `unit` to the grant's unit and below (the whole organisation when the grant names none), `organisation`
 * to everything wherever the grant stands.
 */
export type Reach = 'self' | 'mentee' | 'unit' | 'organisation';

export const roleNames = [
	'trainee',
	'mentor',
	'author',
	'itemReviewer',
	'trainingOfficer',
	'invigilator',
	'marker',
	'hrOfficer',
	'hrApprover',
	'committeeMember',
	'auditor',
	'administrator'
] as const;
export type RoleName = (typeof roleNames)[number];

export interface Role {
	permissions: Partial<Record<Permission, Reach>>;
	/** Whether a grant may name a unit; otherwise it holds for the whole organisation. */
	scoped: boolean;
	/** The roles whose holders may grant this one. */
	grantedBy: readonly RoleName[];
}

/** Roles as data. Everybody who signs in holds at least their own things through one of these. */
export const roles: Record<RoleName, Role> = {
	trainee: { permissions: own, scoped: false, grantedBy: ['hrOfficer', 'administrator'] },
	mentor: {
		permissions: {
			...own,
			'mentoring.pairing.read': 'mentee',
			'mentoring.entry.read': 'mentee',
			'mentoring.entry.log': 'mentee',
			'tiers.path.read': 'mentee',
			'tiers.endorsement.give': 'mentee',
			'training.progress.read': 'mentee',
			'credit.entry.read': 'mentee',
			'assignments.assignment.read': 'mentee'
		},
		scoped: false,
		grantedBy: ['hrOfficer', 'administrator']
	},
	author: {
		permissions: {
			...own,
			'bank.item.read': 'organisation',
			'bank.item.write': 'organisation',
			'bank.blueprint.read': 'organisation',
			'bank.blueprint.write': 'organisation',
			'bank.paper.read': 'organisation',
			'bank.paper.assemble': 'organisation',
			'exams.analysis.read': 'organisation',
			'training.module.publish': 'organisation',
			'training.module.write': 'organisation',
			'training.module.review': 'organisation'
		},
		scoped: false,
		grantedBy: ['administrator']
	},
	itemReviewer: {
		permissions: {
			...own,
			'bank.item.read': 'organisation',
			'bank.item.review': 'organisation',
			'bank.blueprint.read': 'organisation',
			'bank.paper.read': 'organisation',
			'bank.paper.review': 'organisation',
			'exams.analysis.read': 'organisation'
		},
		scoped: false,
		grantedBy: ['administrator']
	},
	/** Runs classes, visits, credit hours and assignments (培训专员). */
	trainingOfficer: {
		permissions: {
			...own,
			'people.person.read': 'unit',
			'training.module.publish': 'organisation',
			'training.module.write': 'organisation',
			'training.module.review': 'organisation',
			'training.progress.read': 'unit',
			'training.progress.manage': 'unit',
			'credit.entry.read': 'unit',
			'credit.entry.correct': 'unit',
			'credit.outside.accept': 'unit',
			'credit.requirement.set': 'organisation',
			'classes.class.manage': 'unit',
			'visits.visit.read': 'unit',
			'visits.visit.manage': 'unit',
			'visits.report.accept': 'unit',
			'paths.path.write': 'organisation',
			'assignments.assignment.read': 'unit',
			'assignments.assignment.manage': 'unit',
			'reports.training.read': 'unit'
		},
		scoped: true,
		grantedBy: ['administrator']
	},
	invigilator: {
		permissions: { ...own, 'exams.sitting.read': 'organisation' },
		scoped: false,
		grantedBy: ['administrator']
	},
	/** Reads answers that are named to them, and looks at samples of marks where a plan names them (阅卷员). */
	marker: {
		permissions: {
			...own,
			'marking.answer.mark': 'organisation',
			'marking.answer.moderate': 'self',
			'regrading.appeal.decide': 'organisation'
		},
		scoped: false,
		grantedBy: ['administrator']
	},
	hrOfficer: {
		permissions: {
			...own,
			'people.person.read': 'unit',
			'people.person.create': 'unit',
			'people.person.update': 'unit',
			'people.person.suspend': 'unit',
			'people.evidence.read': 'unit',
			'people.evidence.record': 'unit',
			'people.sensitive.read': 'unit',
			'people.role.grant': 'organisation',
			'people.password.reset': 'unit',
			'training.progress.read': 'unit',
			'credit.entry.read': 'unit',
			'visits.visit.read': 'unit',
			'assignments.assignment.read': 'unit',
			'reports.training.read': 'unit',
			'mentoring.pairing.read': 'unit',
			'mentoring.pairing.create': 'unit',
			'mentoring.pairing.end': 'unit',
			'mentoring.entry.read': 'unit',
			'mentoring.entry.settle': 'unit',
			'mentors.mentor.read': 'unit',
			'mentors.mentor.manage': 'unit',
			'mentors.proposal.decide': 'unit',
			'mentors.matching.manage': 'unit',
			'exams.sitting.read': 'organisation',
			'exams.sitting.manage': 'organisation',
			'exams.room.read': 'organisation',
			'exams.room.invigilate': 'organisation',
			'marking.plan.read': 'organisation',
			'marking.plan.manage': 'organisation',
			'bank.blueprint.read': 'organisation',
			'bank.blueprint.write': 'organisation',
			'bank.paper.read': 'organisation',
			'bank.paper.seal': 'organisation',
			'exams.result.read': 'unit',
			'exams.analysis.read': 'organisation',
			'exams.result.review': 'organisation',
			'exams.hold.raise': 'unit',
			'exams.standard.read': 'organisation',
			'exams.standard.manage': 'organisation',
			'practicals.practical.read': 'organisation',
			'practicals.practical.manage': 'organisation',
			'regrading.regrade.read': 'organisation',
			'regrading.regrade.propose': 'organisation',
			'regrading.regrade.approve': 'organisation',
			'regrading.appeal.read': 'unit',
			'regrading.appeal.decide': 'unit',
			'records.statistics.read': 'unit',
			'certificates.certificate.read': 'unit',
			'certificates.certificate.issue': 'unit',
			'tiers.path.read': 'unit',
			'tiers.board.read': 'unit',
			'tiers.decision.read': 'unit',
			'tiers.decision.propose': 'unit',
			'tiers.draft.read': 'organisation',
			'tiers.policy.draft': 'organisation',
			'tiers.inquiry.read': 'unit',
			'tiers.inquiry.answer': 'unit',
			'tiers.campaign.read': 'organisation',
			'tiers.campaign.manage': 'organisation',
			'tiers.quota.manage': 'unit',
			'tiers.candidacy.manage': 'unit',
			'tiers.reevaluation.settle': 'unit',
			'tiers.pledge.publish': 'organisation',
			'tiers.endorsement.give': 'unit',
			'tiers.authority.read': 'unit',
			'assessments.period.read': 'organisation',
			'assessments.period.manage': 'organisation',
			'assessments.result.read': 'unit',
			'assessments.result.record': 'unit'
		},
		scoped: true,
		grantedBy: ['administrator']
	},
	hrApprover: {
		permissions: {
			...own,
			'people.person.read': 'unit',
			'people.evidence.read': 'unit',
			'people.sensitive.read': 'unit',
			'training.progress.read': 'unit',
			'credit.entry.read': 'unit',
			'visits.visit.read': 'unit',
			'assignments.assignment.read': 'unit',
			'reports.training.read': 'unit',
			'mentoring.pairing.read': 'unit',
			'mentoring.entry.read': 'unit',
			'mentors.mentor.read': 'unit',
			'exams.sitting.read': 'organisation',
			'exams.room.read': 'organisation',
			'exams.result.read': 'unit',
			'exams.result.release': 'organisation',
			'exams.analysis.read': 'organisation',
			'exams.hold.decide': 'unit',
			'exams.standard.read': 'organisation',
			'exams.standard.approve': 'organisation',
			'marking.plan.read': 'organisation',
			'marking.answer.moderate': 'organisation',
			'practicals.practical.read': 'organisation',
			'regrading.regrade.read': 'organisation',
			'regrading.regrade.approve': 'organisation',
			'regrading.appeal.read': 'unit',
			'regrading.appeal.decide': 'unit',
			'records.file.read': 'unit',
			'records.statistics.read': 'unit',
			'certificates.certificate.read': 'unit',
			'certificates.certificate.approve': 'unit',
			'certificates.template.publish': 'organisation',
			'certificates.certificate.revoke': 'unit',
			'certificates.kind.manage': 'organisation',
			'tiers.path.read': 'unit',
			'tiers.board.read': 'unit',
			'tiers.decision.read': 'unit',
			'tiers.decision.approve': 'unit',
			'tiers.draft.read': 'organisation',
			'tiers.policy.draft': 'organisation',
			'tiers.policy.publish': 'organisation',
			'tiers.inquiry.read': 'unit',
			'tiers.inquiry.answer': 'unit',
			'tiers.campaign.read': 'organisation',
			'tiers.endorsement.give': 'unit',
			'tiers.authority.read': 'unit',
			'assessments.period.read': 'organisation',
			'assessments.result.read': 'unit'
		},
		scoped: true,
		grantedBy: ['administrator']
	},
	/** Votes on cases that the standard gives to a committee (考评委员会). */
	committeeMember: {
		permissions: {
			...own,
			'people.person.read': 'unit',
			'people.evidence.read': 'unit',
			'people.sensitive.read': 'unit',
			'assessments.period.read': 'organisation',
			'assessments.result.read': 'unit',
			'tiers.path.read': 'unit',
			'tiers.decision.read': 'unit',
			'tiers.decision.vote': 'unit',
			'tiers.campaign.read': 'organisation'
		},
		scoped: true,
		grantedBy: ['administrator']
	},
	auditor: {
		permissions: {
			...own,
			'people.person.read': 'organisation',
			'people.evidence.read': 'organisation',
			'people.sensitive.read': 'organisation',
			'training.progress.read': 'organisation',
			'credit.entry.read': 'organisation',
			'visits.visit.read': 'organisation',
			'assignments.assignment.read': 'organisation',
			'reports.training.read': 'organisation',
			'mentoring.pairing.read': 'organisation',
			'mentoring.entry.read': 'organisation',
			'mentors.mentor.read': 'organisation',
			'bank.item.read': 'organisation',
			'bank.blueprint.read': 'organisation',
			'bank.paper.read': 'organisation',
			'exams.sitting.read': 'organisation',
			'exams.room.read': 'organisation',
			'exams.result.read': 'organisation',
			'exams.analysis.read': 'organisation',
			'exams.standard.read': 'organisation',
			'marking.plan.read': 'organisation',
			'practicals.practical.read': 'organisation',
			'regrading.regrade.read': 'organisation',
			'regrading.appeal.read': 'organisation',
			'records.file.read': 'organisation',
			'records.statistics.read': 'organisation',
			'certificates.certificate.read': 'organisation',
			'tiers.path.read': 'organisation',
			'tiers.board.read': 'organisation',
			'tiers.draft.read': 'organisation',
			'tiers.decision.read': 'organisation',
			'tiers.inquiry.read': 'organisation',
			'tiers.campaign.read': 'organisation',
			'tiers.authority.read': 'organisation',
			'assessments.period.read': 'organisation',
			'assessments.result.read': 'organisation',
			'audit.log.read': 'organisation'
		},
		scoped: false,
		grantedBy: ['administrator']
	},
	administrator: {
		permissions: {
			...own,
			'people.unit.manage': 'organisation',
			'people.person.read': 'organisation',
			'people.person.create': 'organisation',
			'people.person.update': 'organisation',
			'people.person.suspend': 'organisation',
			'people.role.grant': 'organisation',
			'people.password.reset': 'organisation',
			'training.module.publish': 'organisation',
			'tiers.draft.read': 'organisation',
			'tiers.policy.publish': 'organisation',
			'exams.sitting.read': 'organisation',
			'certificates.key.manage': 'organisation',
			'certificates.token.manage': 'organisation'
		},
		scoped: false,
		grantedBy: ['administrator']
	}
};

/** Whether a permission changes something. An auditor has none such beyond what everybody may do about themselves. */
export const isWrite = (permission: Permission): boolean => !permission.endsWith('.read');
