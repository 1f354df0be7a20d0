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
	'exams.result.release': { candidate: 'access.separation.self' },
	'certificates.certificate.issue': { holder: 'access.separation.self' },
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
