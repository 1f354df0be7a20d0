import {
	advanceCases,
	approveDecision,
	createCampaign,
	objectToNotice,
	setQuota,
	proposeCases,
	voteOnCase,
	warnOfLapse
} from '$lib/features/tiers/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { addDays, dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import type { Crew, Member } from './people';
import { idsOf } from './promotions';
import type { Story } from './story';

/** What the demo tells of cases beside promotions: a campaign with a committee, an exception, a tier that is lost. */
export function tellCases(story: Story, crew: Crew): void {
	const special = (name: Member['plan']['special']) =>
		crew.members.filter(({ plan }) => plan.special === name);
	tellCampaign(story, crew, special('proposed'));
	tellException(story, crew, special('excepted'));
	tellDemotion(story, crew, special('discipline'));
}

/** Plays on when the standard of the day refuses: the demo moves with today, and the standard's dates do not. */
async function unlessRefused<T>(work: () => Promise<T>): Promise<T | null> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof Refusal) return null;
		throw error;
	}
}

function tellCampaign(story: Story, crew: Crew, members: Member[]): void {
	const opened = story.after(story.ago(0.7), 0, 9);
	const today = dateIn(story.today);
	let campaignId: string | null = null;
	story.scene(opened, async (at) => {
		const year = today.slice(0, 4);
		campaignId = await createCampaign(story.context(crew.officer, at), {
			...{ nameZh: `${year} 年度等级评定`, nameEn: `${year} annual review`, ladder: 'bank', unitId: null },
			...{ opensOn: dateIn(at), proposeBy: addDays(today, 20), reviewBy: addDays(today, 40) },
			effectiveOn: addDays(today, 41)
		});
	});
	story.scene(story.after(opened, 1, 9), (at) => givePlaces(story, crew, at));
	let ids: string[] = [];
	story.scene(story.after(opened, 2, 10), async (at) => {
		const reason = '年度等级评定：高级客户经理晋级建议，条件均已满足。';
		ids =
			(await unlessRefused(() =>
				proposeCases(story.context(crew.officer, at), {
					personIds: idsOf(members),
					kind: 'next',
					reason,
					campaignId
				})
			)) ?? [];
	});
	const [first, second, third, fourth] = crew.committee;
	const vote = (at: Date, member: typeof first, decisionId: string | undefined, no?: string) =>
		member && decisionId
			? unlessRefused(() =>
					voteOnCase(story.context(member, at), { decisionId, vote: no ? 'no' : 'yes', reason: no ?? null })
				)
			: null;
	// The first is through and in public notice; on the second the committee is divided; nobody has voted on the third.
	const voted = story.after(story.ago(0.2), 0, 15);
	story.scene(voted, async (at) => {
		for (const member of [first, second, third]) await vote(at, member, ids[0]);
		await vote(at, second, ids[1]);
		await vote(at, fourth, ids[1], '近两期风险问责指标偏低，建议下一年度再评。');
	});
	story.scene(story.after(voted, 1, 11), async (at) => {
		const colleague = crew.members.find(({ plan }) => plan.special === 'disputed')?.actor;
		if (colleague && ids[0])
			await unlessRefused(() =>
				objectToNotice(story.context(colleague, at), {
					decisionId: ids[0]!,
					words: '公示人员上半年的跟班时数中有两次与本人同日出差，请核实。'
				})
			);
	});
}

/** Places for seniors by branch; one of them has fewer than people who are eligible. */
async function givePlaces(story: Story, crew: Crew, at: Date): Promise<void> {
	const places: Record<string, number> = { B01: 9, B02: 8, B03: 8 };
	const ctx = story.context(crew.officer, at);
	for (const { id: unitId, code } of await listUnits(ctx)) {
		if (!places[code]) continue;
		const quota = { unitId, ladder: 'bank', tier: 'senior', places: places[code], validFrom: dateIn(at) };
		await unlessRefused(() => setQuota(ctx, quota));
	}
}

function tellException(story: Story, crew: Crew, members: Member[]): void {
	const proposed = story.after(story.ago(1.1), 0, 10);
	let ids: string[] = [];
	story.scene(proposed, async (at) => {
		ids =
			(await unlessRefused(() =>
				proposeCases(story.context(crew.officer, at), {
					...{ personIds: idsOf(members), kind: 'exception', ref: 'education', months: 24 },
					evidence: '连续两年新增对公存款全行前三；详见分行业绩通报 2026 年第 3 期。',
					reason: '无大专学历，业绩突出，建议学历破格。'
				})
			)) ?? [];
	});
	story.scene(story.after(proposed, 2, 15), async (at) => {
		for (const decisionId of ids)
			await approveDecision(story.context(crew.approver, at), { decisionId, note: '同意破格，限两年。' });
	});
}

/** Somebody no longer satisfies their tier: retrained first, warned, then moved down by the committee. */
function tellDemotion(story: Story, crew: Crew, members: Member[]): void {
	const officer = (at: Date) => story.context(crew.officer, at);
	const personIds = () => idsOf(members);
	const lapse = (at: Date, reason: string) =>
		unlessRefused(() => proposeCases(officer(at), { personIds: personIds(), kind: 'lapse', reason }));
	story.scene(story.after(story.ago(4.5), 0, 10), async (at) => {
		const ids = (await lapse(at, '受警告处分，不再满足高级客户经理的品行要求，按标准先行再培训。')) ?? [];
		const approver = story.context(crew.approver, new Date(at.getTime() + 5 * 3_600_000));
		for (const decisionId of ids) await unlessRefused(() => approveDecision(approver, { decisionId }));
	});
	story.scene(story.after(story.ago(1.3), 0, 9), (at) =>
		unlessRefused(() => warnOfLapse(officer(at), { personIds: personIds() }))
	);
	let ids: string[] = [];
	story.scene(story.after(story.ago(1.2), 0, 10), async (at) => {
		ids = (await lapse(at, '再培训期满仍不满足要求，按标准降级。')) ?? [];
	});
	story.scene(story.after(story.ago(1.1), 0, 15), async (at) => {
		for (const decisionId of ids)
			for (const member of crew.committee.slice(1, 4))
				await unlessRefused(() => voteOnCase(story.context(member, at), { decisionId, vote: 'yes' }));
	});
	for (const months of [0.9, 0.7, 0.5])
		story.scene(story.after(story.ago(months), 0, 1), (at) => advanceCases(story.system(at)));
}
