import type { ErrorCode } from '$lib/i18n/codes';
import type { Permission } from './permissions';

/**
 * Separation of duties as data: who, by their part in the matter, may not do this however wide their grant is.
 * The parties are named by the subject that a command loads (`subject.parties`).
 */
export const separation: Partial<Record<Permission, Record<string, ErrorCode>>> = {
	'training.module.review': { author: 'access.separation.author' },
	'training.progress.manage': { person: 'access.separation.self' },
	'credit.entry.correct': { person: 'access.separation.self' },
	'credit.outside.accept': { person: 'access.separation.self' },
	'visits.visit.manage': { person: 'access.separation.self' },
	'visits.report.accept': { person: 'access.separation.self' },
	'assignments.assignment.manage': { person: 'access.separation.self' },
	'bank.item.review': { setter: 'access.separation.setter' },
	'bank.paper.review': { setter: 'access.separation.setter' },
	'exams.room.invigilate': { candidate: 'access.separation.self' },
	'exams.result.review': { candidate: 'access.separation.self' },
	'exams.result.release': { candidate: 'access.separation.self', reviewer: 'access.separation.reviewer' },
	'exams.hold.raise': { candidate: 'access.separation.self' },
	'exams.hold.decide': { candidate: 'access.separation.self', raiser: 'access.separation.raiser' },
	'marking.plan.read': { candidate: 'access.separation.self' },
	'exams.standard.read': { candidate: 'access.separation.self' },
	'exams.standard.manage': { candidate: 'access.separation.self' },
	'exams.standard.approve': {
		candidate: 'access.separation.self',
		proposer: 'access.separation.proposer'
	},
	'marking.plan.manage': { candidate: 'access.separation.self' },
	'marking.answer.mark': { candidate: 'access.separation.self' },
	'marking.answer.moderate': {
		candidate: 'access.separation.self',
		marker: 'access.separation.moderated'
	},
	'practicals.practical.read': { candidate: 'access.separation.self' },
	'practicals.practical.manage': { candidate: 'access.separation.self' },
	'regrading.regrade.propose': { candidate: 'access.separation.self' },
	'regrading.regrade.approve': {
		candidate: 'access.separation.self',
		proposer: 'access.separation.proposer'
	},
	'regrading.appeal.decide': {
		candidate: 'access.separation.self',
		marker: 'access.separation.marker',
		releaser: 'access.separation.releaser',
		setter: 'access.separation.questionSetter',
		mentor: 'access.separation.mentor'
	},
	'records.file.read': { candidate: 'access.separation.self' },
	'certificates.certificate.issue': { holder: 'access.separation.self' },
	'certificates.certificate.approve': { proposer: 'access.separation.proposer' },
	'certificates.certificate.revoke': { holder: 'access.separation.self' },
	'tiers.decision.propose': { person: 'access.separation.self' },
	'tiers.decision.approve': {
		person: 'access.separation.self',
		proposer: 'access.separation.proposer',
		mentor: 'access.separation.mentor',
		head: 'access.separation.head'
	},
	'tiers.decision.vote': {
		person: 'access.separation.self',
		proposer: 'access.separation.proposer',
		mentor: 'access.separation.mentor',
		head: 'access.separation.head'
	},
	'tiers.policy.publish': {
		submitter: 'access.separation.submitter',
		author: 'access.separation.author'
	},
	'tiers.inquiry.answer': {
		raiser: 'access.separation.self',
		person: 'access.separation.self',
		proposer: 'access.separation.proposer'
	},
	'tiers.reevaluation.settle': { person: 'access.separation.self' },
	'tiers.notice.object': { person: 'access.separation.ownNotice' },
	'tiers.candidacy.manage': { person: 'access.separation.self' },
	'tiers.endorsement.give': { person: 'access.separation.self' },
	'assessments.result.record': { person: 'access.separation.self' },
	'people.role.grant': { person: 'access.separation.self' },
	'people.evidence.record': { person: 'access.separation.self' },
	'people.person.suspend': { person: 'access.separation.self' },
	'mentoring.entry.settle': { trainee: 'access.separation.self', mentor: 'access.separation.self' },
	'mentors.mentor.manage': { person: 'access.separation.self' },
	'mentors.proposal.decide': { trainee: 'access.separation.self', mentor: 'access.separation.self' },
	'mentoring.pairing.create': { trainee: 'access.separation.self', mentor: 'access.separation.self' }
};
