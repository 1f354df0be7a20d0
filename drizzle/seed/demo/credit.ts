import { eq, and } from 'drizzle-orm';
import type { ClaimOutside } from '$lib/features/credit/schema';
import {
	acceptOutside,
	claimOutside,
	correctEntry,
	refuseOutside,
	setRequirement,
	withdrawOutside
} from '$lib/features/credit/index.server';
import { creditEntries } from '$lib/features/credit/tables.server';
import { addDays, dateIn } from '$lib/shared/dates';
import { paper } from './paper';
import type { Crew, Member } from './people';
import type { Story } from './story';

type Fate = 'accepted' | 'lowered' | 'corrected' | 'refused' | 'withdrawn' | 'waiting';
type Told = Pick<ClaimOutside, 'title' | 'provider' | 'area' | 'method'> & {
	days: number;
	hours: number;
	/** Months before today on which it ended, and how it went. */
	ago: number;
	fate: Fate;
};

const trainings: Told[] = [
	{
		...{ title: '小微企业信贷风险识别', provider: '江海市银行业协会', area: 'products', method: 'classroom' },
		...{ days: 2, hours: 12, ago: 4.2, fate: 'accepted' }
	},
	{
		...{
			title: '反洗钱与客户身份识别年度培训',
			provider: '人民银行江海中心支行',
			area: 'law',
			method: 'seminar'
		},
		...{ days: 1, hours: 6, ago: 7.5, fate: 'accepted' }
	},
	{
		...{
			title: '理财师继续教育',
			provider: '中国金融教育发展基金会',
			area: 'wealth',
			method: 'professional'
		},
		...{ days: 3, hours: 24, ago: 2.6, fate: 'lowered' }
	},
	{
		...{ title: '商务沟通与谈判', provider: '滨江学院继续教育学院', area: 'marketing', method: 'classroom' },
		...{ days: 2, hours: 14, ago: 5.1, fate: 'corrected' }
	},
	{
		...{ title: '网络营销公开课', provider: '线上平台', area: 'marketing', method: 'classroom' },
		...{ days: 1, hours: 8, ago: 1.8, fate: 'refused' }
	},
	{
		...{ title: '中级经济师考前辅导', provider: '江海财经培训中心', area: 'enterprise', method: 'classroom' },
		...{ days: 4, hours: 30, ago: 1.2, fate: 'withdrawn' }
	},
	{
		...{ title: '供应链金融业务研讨', provider: '江海市金融学会', area: 'products', method: 'seminar' },
		...{ days: 1, hours: 7, ago: 0.3, fate: 'waiting' }
	},
	{
		...{ title: '客户服务礼仪', provider: '滨江学院继续教育学院', area: 'etiquette', method: 'handsOn' },
		...{ days: 1, hours: 6, ago: 0.5, fate: 'waiting' }
	}
];

/** The people whose training outside and visits are told: the trainee who is shown first, then some others. */
export function learners(crew: Crew): Member[] {
	const shown = crew.by('JH0183');
	const others = crew.members.filter(
		(member) =>
			member !== shown &&
			member.plan.roles.includes('trainee') &&
			member.plan.hiredAgo > 14 &&
			!member.plan.special
	);
	return [shown, ...others.slice(0, 8)];
}

/** What last year and this year ask; training outside, accepted, lowered, refused, taken back and waiting; a correction. */
export function tellCredit(story: Story, crew: Crew): void {
	const officer = crew.by('JH0019').actor;
	const year = Number(dateIn(story.today).slice(0, 4));
	const january = (of: number) => new Date(`${of}-01-08T02:00:00Z`);
	story.scene(january(year - 1), (at) =>
		setRequirement(story.context(officer, at), { year: year - 1, minutes: 360, parts: [] })
	);
	story.scene(january(year), (at) =>
		setRequirement(story.context(officer, at), {
			...{ year, minutes: 360 },
			parts: [{ method: 'online', minutes: 60 }]
		})
	);
	const people = learners(crew);
	trainings.forEach((told, i) => {
		const [first, ...others] = people;
		const member =
			i === 0 || told.fate === 'waiting' ? (i % 2 === 0 ? first : others[i]) : others[i % others.length];
		if (member) tellClaim(story, member, officer, told);
	});
}

function tellClaim(story: Story, member: Member, officer: Member['actor'], told: Told): void {
	const { days, hours, ago, fate, ...claim } = told;
	const endedOn = dateIn(story.ago(ago));
	let claimId = '';
	const sent = story.after(story.ago(ago), 1, 9, 20);
	story.scene(sent, async (at) => {
		const { id } = await claimOutside(story.context(member.actor, at), {
			...{ ...claim, startedOn: addDays(endedOn, 1 - days), endedOn, minutes: hours * 60, note: null },
			files: [{ name: '结业证明.pdf', bytes: paper('Certificate of attendance') }]
		});
		claimId = id;
	});
	if (fate === 'waiting') return;
	const decided = story.after(sent, 3, 15, 10);
	story.scene(decided, async (at) => {
		const ctx = story.context(fate === 'withdrawn' ? member.actor : officer, at);
		if (fate === 'withdrawn') return withdrawOutside(ctx, { claimId });
		if (fate === 'refused')
			return refuseOutside(ctx, { claimId, reason: '公开课没有考勤和考核，证明材料看不出实际学时。' });
		const lowered = fate === 'lowered';
		return acceptOutside(ctx, {
			...{ claimId, minutes: lowered ? 960 : hours * 60 },
			reason: lowered ? '第三天为考试，不计学时。' : null
		});
	});
	if (fate !== 'corrected') return;
	story.scene(story.after(decided, 9, 11), async (at) => {
		const ctx = story.context(officer, at);
		const [entry] = await ctx.db
			.select()
			.from(creditEntries)
			.where(and(eq(creditEntries.sourceType, 'outside'), eq(creditEntries.sourceId, claimId)));
		if (!entry) return;
		await correctEntry(ctx, {
			...{ entryId: entry.id, seen: entry.minutes, minutes: entry.minutes - 120 },
			reason: '主办单位来函更正：第二天下午停课两小时。'
		});
	});
}
