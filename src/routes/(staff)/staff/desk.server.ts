import { mayAnywhere } from '$lib/access/can';
import { certificatesExpiring, passedWithoutCertificate } from '$lib/features/certificates/index.server';
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
	| 'disputes'
	| 'inquiries'
	| 'reevaluations'
	| 'expiring';

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
	const passed = mayIssue ? await passedWithoutCertificate(ctx) : [];
	const inquiries = await inquiriesAwaiting(ctx);
	const disputes = await findOpenDisputes(ctx, FEW);
	const expiring = mayIssue ? await certificatesExpiring(ctx) : [];
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
				href: `/staff/sittings/${id}`,
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
			count: passed.length,
			href: '/staff/certificates/issue',
			lines: passed
				.slice(-FEW)
				.reverse()
				.map(({ name, personId, grade, exam }) => ({
					href: `/staff/certificates/issue#${personId}`,
					title: name,
					values: { grade, exam }
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
		}
	];
	const concerns: Record<DeskTopic, boolean> = {
		proposals: mayAnywhere(ctx.actor, 'tiers.decision.approve'),
		votes: mayAnywhere(ctx.actor, 'tiers.decision.vote'),
		results: mayAnywhere(ctx.actor, 'exams.result.release'),
		eligible: mayAnywhere(ctx.actor, 'tiers.decision.propose'),
		certificates: mayIssue,
		disputes: true,
		inquiries: mayAnywhere(ctx.actor, 'tiers.inquiry.answer'),
		reevaluations: mayAnywhere(ctx.actor, 'tiers.reevaluation.settle'),
		expiring: mayIssue
	};
	return sections.filter(({ topic }) => concerns[topic]);
}
