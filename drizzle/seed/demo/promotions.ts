import { approveDecision, proposeDecisions, rejectDecision } from '$lib/features/tiers/index.server';
import type { Sittings } from './exams';
import type { Crew, Member } from './people';
import type { Story } from './story';

/** Head office proposes who qualifies some weeks after each sitting, and another person approves. */
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
	const waiting = crew.members.filter(({ plan }) => plan.special === 'proposed');
	const proposed = story.after(story.ago(0.2), 0, 10);
	story.scene(proposed, async (at) => {
		const ctx = story.context(crew.officer, at);
		const ids = await proposeDecisions(ctx, {
			personIds: idsOf(waiting),
			reason: '本季度高级客户经理晋升建议，条件均已满足。'
		});
		// One was sent back for a talk first; the others wait for the approver.
		const back = ids[0];
		if (back) {
			const note = '请所在分行先完成任职谈话，再重新提出。';
			await rejectDecision(story.context(crew.approver, new Date(at.getTime() + 5 * 3_600_000)), {
				decisionId: back,
				note
			});
		}
	});
}

const idsOf = (members: Member[]) => members.map((member) => member.id);

function tellRound(story: Story, crew: Crew, members: Member[], at: Date, reason: string): void {
	let decisions: string[] = [];
	story.scene(at, async () => {
		decisions = await proposeDecisions(story.context(crew.officer, at), {
			personIds: idsOf(members),
			reason
		});
	});
	members.forEach((_, i) =>
		story.scene(story.after(at, 2, 14, i), (now) =>
			approveDecision(story.context(crew.approver, now), { decisionId: decisions[i]!, note: '同意。' })
		)
	);
}
