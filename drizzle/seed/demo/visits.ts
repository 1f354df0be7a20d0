import {
	acceptReport,
	approveVisit,
	assignVisit,
	cancelVisit,
	refuseVisit,
	requestVisit,
	returnReport,
	submitReport
} from '$lib/features/visits/index.server';
import type { RequestVisit } from '$lib/features/visits/schema';
import { addDays, dateIn } from '$lib/shared/dates';
import { learners } from './credit';
import { paper } from './paper';
import type { Crew, Member } from './people';
import type { Story } from './story';

type Plan = Pick<RequestVisit, 'title' | 'host' | 'purpose' | 'method' | 'area'>;
type Fate = 'requested' | 'refused' | 'cancelled' | 'coming' | 'due' | 'waiting' | 'returned' | 'accepted';

const plans: (Plan & { ago: number; fate: Fate })[] = [
	{
		...{
			title: '同业小微金融服务中心考察',
			host: '东海银行滨海支行（东海市）',
			method: 'visit',
			area: 'products'
		},
		...{ purpose: '了解小微企业“三天放款”的流程和人员分工。', ago: 5, fate: 'accepted' }
	},
	{
		...{ title: '财富管理客户活动交流', host: '华东信托（滨江市）', method: 'exchange', area: 'wealth' },
		...{ purpose: '学习高净值客户沙龙的组织和跟进。', ago: 2.2, fate: 'returned' }
	},
	{
		...{
			title: '电信客户经理服务体系交流',
			host: '江海电信公司',
			method: 'exchange',
			area: 'customerService'
		},
		...{ purpose: '比较两家的客户分层和挽留做法。', ago: 0.8, fate: 'waiting' }
	},
	{
		...{ title: '产业园区企业走访', host: '江海高新区管委会', method: 'visit', area: 'marketing' },
		...{ purpose: '了解园区新入驻企业的融资需求。', ago: 0.4, fate: 'due' }
	},
	{
		...{ title: '银行业数字化营销研讨会', host: '江海市银行业协会', method: 'seminar', area: 'marketing' },
		...{ purpose: '听取同业案例，带回可用的做法。', ago: -0.6, fate: 'coming' }
	},
	{
		...{
			title: '农村商业银行客户建档考察',
			host: '临海农商银行（临海市）',
			method: 'visit',
			area: 'information'
		},
		...{ purpose: '学习整村建档和信息更新的方法。', ago: -0.9, fate: 'requested' }
	},
	{
		...{ title: '境外私人银行考察', host: '境外合作机构', method: 'visit', area: 'wealth' },
		...{ purpose: '了解私人银行客户的服务模式。', ago: 0.6, fate: 'refused' }
	},
	{
		...{ title: '供应链金融平台参观', host: '江海港物流集团', method: 'visit', area: 'products' },
		...{ purpose: '了解核心企业的数据怎样用于授信。', ago: 1.5, fate: 'cancelled' }
	}
];

/** A visit in each state, and one on which several people are sent. */
export function tellVisits(story: Story, crew: Crew): void {
	const officer = crew.by('JH0019').actor;
	const people = learners(crew);
	plans.forEach((plan, i) => {
		// The trainee who is shown has one that earned credit, one to report on and one that is asked for.
		const member = [0, 3, 5].includes(i) ? people[0] : people[1 + (i % (people.length - 1))];
		if (member) tellVisit(story, member, officer, plan);
	});
	const day = story.after(story.ago(-1.2), 0);
	story.scene(story.ago(0.2, 16), (at) =>
		assignVisit(story.context(officer, at), {
			...draft(
				{
					...{
						title: '总行营业部客户经理标杆学习',
						host: '总行营业部',
						method: 'exchange',
						area: 'marketing'
					},
					purpose: '跟随标杆客户经理走一遍日常七步工作。'
				},
				dateIn(day)
			),
			people: people.slice(1, 5).map(({ plan }) => plan.employeeNo)
		})
	);
}

const draft = (plan: Plan, on: string): RequestVisit => ({
	...plan,
	...{ startsOn: on, endsOn: addDays(on, 1), creditMinutes: 480 },
	programme: [
		{ on, from: '09:00', to: '11:30', what: '情况介绍与现场参观' },
		{ on, from: '14:00', to: '16:30', what: '座谈交流' },
		{ on: addDays(on, 1), from: '09:00', to: '12:00', what: '跟随业务骨干走访一户企业' }
	]
});

function tellVisit(
	story: Story,
	{ actor }: Member,
	officer: Member['actor'],
	{ ago, fate, ...plan }: Plan & { ago: number; fate: Fate }
): void {
	const starts = story.after(story.ago(ago), 0);
	const visit = draft(plan, dateIn(starts));
	const asked = new Date(Math.min(story.after(starts, -12, 9).getTime(), story.ago(0.1, 9).getTime()));
	let visitId = '';
	let reportId = '';
	story.scene(asked, async (at) => {
		visitId = (await requestVisit(story.context(actor, at), visit)).id;
	});
	if (fate === 'requested') return;
	const closing = (reason: string) => ({ visitId, revision: fate === 'refused' ? 1 : 2, reason });
	story.scene(story.after(asked, 1, 10), (at) => {
		const ctx = story.context(officer, at);
		if (fate !== 'refused') return approveVisit(ctx, { visitId, revision: 1 });
		return refuseVisit(ctx, closing('费用未列入今年的培训预算，可以改为参加市内同业交流。'));
	});
	if (fate === 'cancelled')
		story.scene(story.after(asked, 3, 17), (at) =>
			cancelVisit(story.context(officer, at), closing('接待单位临时调整，改期另行安排。'))
		);
	if (!['waiting', 'returned', 'accepted'].includes(fate)) return;
	const reported = story.after(starts, 4, 20);
	story.scene(reported, async (at) => {
		const report = await submitReport(story.context(actor, at), {
			visitId,
			seen: '对方把受理、调查、审批放在同一间办公室，资料一次收齐，客户当天就知道缺什么。他们用一张清单管住了往返补件。',
			applied: '本月起在网点试用一张资料清单，先用于续贷客户；下月复盘往返补件的次数。',
			files: [{ name: '资料清单.pdf', bytes: paper('Checklist') }]
		});
		reportId = report.id;
	});
	if (fate === 'waiting') return;
	story.scene(story.after(reported, 3, 14), (at) => {
		const ctx = story.context(officer, at);
		return fate === 'accepted'
			? acceptReport(ctx, { reportId, minutes: 480, reason: null })
			: returnReport(ctx, { reportId, reason: '请写明准备在哪些客户身上试用、怎样看出效果。' });
	});
}
