import {
	advanceCases,
	approveDecision,
	proposeDecisions,
	rejectDecision,
	voteOnCase
} from '$lib/features/tiers/index.server';
import { Refusal } from '$lib/shared/errors';
import type { Sittings } from './exams';
import type { Crew, Member } from './people';
import type { Story } from './story';

const HOUR = 3_600_000;
export const idsOf = (members: Member[]) => members.map((member) => member.id);

/** Head office proposes who qualifies some weeks after each sitting, and others decide. */
export function tellPromotions(story: Story, crew: Crew, sittings: Sittings): void {
	for (const [key, sat] of sittings) {
		const chosen = crew.members.filter((member) => member.plan.promoted.includes(key));
		if (chosen.length)
			tellRound(
				story,
				crew,
				chosen,
				story.after(sat.opensAt, 24, 10),
				`${chosen.length} 人考试合格并持证，各项条件经核对均已满足。`
			);
	}
	const special = (name: Member['plan']['special']) =>
		crew.members.filter(({ plan }) => plan.special === name);
	story.scene(story.after(story.ago(0.4), 0, 10), async (at) => {
		const back = special('sentBack');
		const ids = await propose(story, crew, back, at, '考试合格，建议晋级。');
		const note = '请所在分行先完成任职谈话，再重新提出。';
		for (const decisionId of ids)
			await rejectDecision(story.context(crew.approver, new Date(at.getTime() + 5 * HOUR)), {
				decisionId,
				note
			});
	});
	story.scene(story.after(story.ago(0.2), 0, 10), (at) =>
		propose(story, crew, special('waitsForApprover'), at, '本季度客户经理晋级建议，条件均已满足。')
	);
}

/** Proposes members all at once, or, where the standard of the day refuses somebody, the others one by one. */
async function propose(
	story: Story,
	crew: Crew,
	members: Member[],
	at: Date,
	reason: string
): Promise<string[]> {
	const ctx = story.context(crew.officer, at);
	const proposeAll = (chosen: Member[]) => proposeDecisions(ctx, { personIds: idsOf(chosen), reason });
	const unlessRefused = (error: unknown): string[] | null => {
		if (!(error instanceof Refusal)) throw error;
		return null;
	};
	if (!members.length) return [];
	const all = await proposeAll(members).catch(unlessRefused);
	if (all) return all;
	const ids: string[] = [];
	for (const member of members) ids.push(...((await proposeAll([member]).catch(unlessRefused)) ?? []));
	return ids;
}

function tellRound(story: Story, crew: Crew, members: Member[], at: Date, reason: string): void {
	let decisions: string[] = [];
	story.scene(at, async () => {
		decisions = await propose(story, crew, members, at, reason);
	});
	members.forEach((_, i) =>
		story.scene(story.after(at, 2, 14, i), async (now) => {
			if (decisions[i]) await decide(story, crew, decisions[i], now);
		})
	);
	// Where the standard wants a public notice it ends, and the case takes effect.
	for (const days of [14, 24])
		story.scene(story.after(at, days, 1), (now) => advanceCases(story.system(now)));
}

/** The approver approves; what the standard gives to the committee, three of its members vote for. */
async function decide(story: Story, crew: Crew, decisionId: string, now: Date): Promise<void> {
	try {
		await approveDecision(story.context(crew.approver, now), { decisionId, note: '同意。' });
	} catch (error) {
		if (!(error instanceof Refusal) || error.code !== 'cases.case.committee') throw error;
		for (const member of crew.committee.slice(0, 3))
			await voteOnCase(story.context(member, now), { decisionId, vote: 'yes' }).catch((refused) => {
				if (!(refused instanceof Refusal)) throw refused;
			});
	}
}
