import { mayAnywhere } from '$lib/access/can';
import { papersAwaiting } from '$lib/features/bank/index.server';
import {
	awaitingInShort,
	certificatesExpiring,
	requestsAwaiting
} from '$lib/features/certificates/index.server';
import { sittingsAwaitingRelease } from '$lib/features/exams/index.server';
import { countOpenDisputes, findOpenDisputes } from '$lib/features/mentoring/index.server';
import {
	casesAwaitingVote,
	countReevaluations,
	eligibleWithoutProposal,
	inquiriesAwaiting,
	proposalsAwaiting,
	type ListedDecision
} from '$lib/features/tiers/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';

export type DeskTopic =
	| 'proposals'
	| 'votes'
	| 'results'
	| 'eligible'
	| 'certificates'
	| 'certificateRequests'
	| 'disputes'
	| 'inquiries'
	| 'reevaluations'
	| 'expiring'
	| 'paperReviews'
	| 'paperSeals'
	| 'paperDrafts';

/** One line of a topic: a name, and what about it. Values are filled into `staffHome.<topic>.line`. */
export interface DeskLine {
	href: string;
	title: string | LocalText;
	values: Record<string, string | number | LocalText>;
}

export interface DeskSection {
	topic: DeskTopic;
	count: number;
	/** Where all of it is worked through. */
	href: string;
	/** The first few, what has waited longest before the rest. */
	lines: DeskLine[];
}

const FEW = 5;

/** A case in a line; who leaves the ladder is said to leave the tier they hold. */
const lineOf = ({ id, person, kind, fromTier, toTier, proposer, proposedAt }: ListedDecision): DeskLine => ({
	href: `/staff/decisions/${id}`,
	title: person.name,
	values: { case: kind, tier: toTier ?? fromTier ?? '—', by: proposer ?? '—', on: proposedAt }
});

/** What waits for a decision of the reader's, topic by topic, each from the feature that knows (domain, 8). */
export async function loadDesk(ctx: Context): Promise<DeskSection[]> {
	const mayIssue = mayAnywhere(ctx.actor, 'certificates.certificate.issue');
	const proposals = await proposalsAwaiting(ctx);
	const votes = await casesAwaitingVote(ctx);
	const results = await sittingsAwaitingRelease(ctx);
	const eligible = await eligibleWithoutProposal(ctx);
	const passed = mayIssue ? await awaitingInShort(ctx, FEW) : { count: 0, longest: [] };
	const inquiries = await inquiriesAwaiting(ctx);
	const disputes = await findOpenDisputes(ctx, FEW);
	const expiring = mayIssue ? await certificatesExpiring(ctx) : [];
	const requests = await requestsAwaiting(ctx);
	const papers = await papersAwaiting(ctx);
	const sections: DeskSection[] = [
		{
			topic: 'proposals',
			count: proposals.length,
			href: '/staff/decisions?state=proposed',
			lines: proposals.slice(0, FEW).map(lineOf)
		},
		{
			topic: 'votes',
			count: votes.length,
			href: '/staff/decisions?state=proposed',
			lines: votes.slice(0, FEW).map(lineOf)
		},
		{
			topic: 'results',
			count: results.length,
			href: '/staff/sittings',
			lines: results.slice(0, FEW).map(({ id, title, candidates, closesAt }) => ({
				href: `/staff/sittings/${id}/release`,
				title,
				values: { candidates, on: closesAt }
			}))
		},
		{
			topic: 'eligible',
			count: eligible.count,
			href: '/staff/tiers?view=eligible',
			lines: eligible.names.map((name) => ({
				href: `/staff/tiers?view=eligible&q=${encodeURIComponent(name)}`,
				title: name,
				values: {}
			}))
		},
		{
			topic: 'certificates',
			count: passed.count,
			href: '/staff/certificates/issue',
			lines: passed.longest.map(({ name, personId, names, title }) => ({
				href: `/staff/certificates/issue#${personId}`,
				title: name,
				values: { grade: names?.grade ?? title, exam: title }
			}))
		},
		{
			topic: 'certificateRequests',
			count: requests.length,
			href: '/staff/certificates/requests',
			lines: requests.slice(0, FEW).map(({ id, title, count, requestedBy }) => ({
				...{ href: `/staff/certificates/requests/${id}`, title },
				values: { count, by: requestedBy ?? '—' }
			}))
		},
		{
			topic: 'disputes',
			count: await countOpenDisputes(ctx),
			href: '/staff/pairings?state=disputed',
			lines: disputes.map(({ pairingId, traineeName, mentorName, occurredOn }) => ({
				href: `/staff/pairings/${pairingId}`,
				title: traineeName,
				values: { mentor: mentorName, on: occurredOn }
			}))
		},
		{
			topic: 'inquiries',
			count: inquiries.length,
			href: '/staff/inquiries',
			lines: inquiries.slice(0, FEW).map(({ id, person, raisedAt }) => ({
				href: `/staff/inquiries/${id}`,
				title: person.name,
				values: { on: raisedAt }
			}))
		},
		{
			topic: 'reevaluations',
			count: await countReevaluations(ctx),
			href: '/staff/reevaluations',
			lines: []
		},
		{
			topic: 'expiring',
			count: expiring.length,
			href: '/staff/certificates?status=expiring',
			lines: expiring.slice(0, FEW).map(({ id, name, grade, validTo, daysLeft }) => ({
				href: `/staff/certificates/${id}`,
				title: name,
				values: { grade, on: validTo, days: daysLeft }
			}))
		},
		...(
			[
				['paperReviews', papers.review, 'inReview'],
				['paperSeals', papers.seal, 'approved'],
				['paperDrafts', papers.own, 'draft']
			] as const
		).map(([topic, list, status]) => ({
			...{ topic, count: list.length, href: `/staff/papers?status=${status}` },
			lines: list.slice(0, FEW).map(({ id, title, form, by }) => ({
				...{ href: `/staff/papers/${id}`, title, values: { form, by: by ?? '—' } }
			}))
		}))
	];
	const concerns: Record<DeskTopic, boolean> = {
		proposals: mayAnywhere(ctx.actor, 'tiers.decision.approve'),
		votes: mayAnywhere(ctx.actor, 'tiers.decision.vote'),
		results: mayAnywhere(ctx.actor, 'exams.result.review') || mayAnywhere(ctx.actor, 'exams.result.release'),
		eligible: mayAnywhere(ctx.actor, 'tiers.decision.propose'),
		certificates: mayIssue,
		certificateRequests: mayAnywhere(ctx.actor, 'certificates.certificate.approve'),
		disputes: true,
		inquiries: mayAnywhere(ctx.actor, 'tiers.inquiry.answer'),
		reevaluations: mayAnywhere(ctx.actor, 'tiers.reevaluation.settle'),
		expiring: mayIssue,
		paperReviews: mayAnywhere(ctx.actor, 'bank.paper.review'),
		paperSeals: mayAnywhere(ctx.actor, 'bank.paper.seal'),
		paperDrafts: mayAnywhere(ctx.actor, 'bank.paper.assemble')
	};
	return sections.filter(({ topic }) => concerns[topic]);
}
