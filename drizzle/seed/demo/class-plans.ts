import type { DeliveryMethod, KnowledgeArea } from '$lib/content/training-vocabulary';
import type { ClassTier } from '$lib/features/classes';

/** A class of the demo. Times are days from today (negative: past) and hours of the organisation's day. */
export interface ClassPlan {
	subject: string;
	title: [string, string];
	summary: [string, string];
	method: Extract<DeliveryMethod, 'classroom' | 'camp' | 'exchange' | 'handsOn' | 'professional'>;
	area: KnowledgeArea;
	tiers: ClassTier[];
	creditHours: number;
	teacher: string;
	places: string[];
	/** Days from today of its sessions; nine to noon and, for those of a whole day, to half past four. */
	days: number[];
	wholeDay?: boolean;
	capacity: number;
	minimum: number;
	approval?: true;
	/** How many ask, and the seat in the crew from which they are taken. */
	learners: number;
	from: number;
	/** `closed` after its last session; `over` waits to be closed; `today` goes on now; the others are to come. */
	stage: 'closed' | 'over' | 'today' | 'coming' | 'draft' | 'cancelled';
}

export const classPlans: ClassPlan[] = [
	{
		subject: 'customer-visits',
		title: ['客户拜访实战班', 'Visiting customers: a practical class'],
		summary: [
			'从预约、准备到复盘，按真实案例分组演练一次完整的上门拜访，每人都要担任一次主访人。',
			'A whole visit in groups, from the call to the review, on real cases; everybody leads one.'
		],
		...{ method: 'handsOn', area: 'marketing', tiers: ['assistant', 'manager'], creditHours: 8 },
		...{ teacher: 'JH0042', places: ['培训中心 301'], days: [-402, -401], capacity: 12, minimum: 6 },
		...{ learners: 9, from: 0, stage: 'closed' }
	},
	{
		subject: 'newcomer-camp',
		title: ['新任客户经理集训营', 'Camp for new customer managers'],
		summary: [
			'三天封闭集训：产品、法规、礼仪与团队拓展，结营前完成一份客户开发计划。',
			'Three residential days: products, law, etiquette and teamwork, ending with a plan to win customers.'
		],
		...{ method: 'camp', area: 'products', tiers: ['assistant'], creditHours: 24 },
		...{ teacher: 'JH0009', places: ['江海培训基地'], days: [-270, -269, -268], wholeDay: true },
		...{ capacity: 20, minimum: 8, learners: 10, from: 6, stage: 'closed' }
	},
	{
		subject: 'branch-exchange',
		title: ['优秀支行经验交流', 'What good outlets do: an exchange'],
		summary: [
			'三家支行介绍客户维护的做法，现场提问，会后各交一条本网点可用的改进。',
			'Three outlets tell how they keep customers; questions, and one improvement for one’s own outlet.'
		],
		...{ method: 'exchange', area: 'overview', tiers: [], creditHours: 4 },
		...{ teacher: 'JH0012', places: ['滨江分行 多功能厅'], days: [-150], capacity: 30, minimum: 10 },
		...{ learners: 10, from: 14, stage: 'closed' }
	},
	{
		subject: 'credit-law',
		title: ['信贷业务法律实务', 'Law in lending'],
		summary: [
			'担保、抵押与催收中的法律要点，结合本行近年判例讲解。',
			'Guarantees, mortgages and collection in law, by cases of recent years.'
		],
		...{ method: 'classroom', area: 'law', tiers: ['manager', 'senior'], creditHours: 6 },
		...{ teacher: 'JH0021', places: ['培训中心 201'], days: [-64, -57], capacity: 15, minimum: 6 },
		...{ learners: 9, from: 20, stage: 'closed' }
	},
	{
		subject: 'wealth-advice',
		title: ['财富管理与资产配置', 'Wealth management and allocation'],
		summary: [
			'从家庭资产表入手，练习需求访谈和配置建议的讲解。',
			'From a family’s balance sheet to an interview and advice that can be explained.'
		],
		...{ method: 'classroom', area: 'wealth', tiers: ['manager', 'senior'], creditHours: 6 },
		...{ teacher: 'JH0022', places: ['培训中心 301'], days: [-9, -2], capacity: 15, minimum: 6 },
		...{ learners: 8, from: 3, stage: 'over' }
	},
	{
		subject: 'system-practice',
		title: ['信贷系统操作实训', 'Hands-on with the lending system'],
		summary: [
			'在演练环境完成一笔小微贷款从受理到放款的全部操作。',
			'A small loan from application to payment in the practice environment.'
		],
		...{ method: 'handsOn', area: 'systems', tiers: [], creditHours: 12 },
		...{ teacher: 'JH0042', places: ['科技楼 机房二', '科技楼 机房三'], days: [0, 1], wholeDay: true },
		...{ capacity: 12, minimum: 6, learners: 9, from: 0, stage: 'today' }
	},
	{
		subject: 'customer-visits',
		title: ['客户拜访实战班（第二期）', 'Visiting customers, second class'],
		summary: [
			'从预约、准备到复盘，按真实案例分组演练一次完整的上门拜访，每人都要担任一次主访人。',
			'A whole visit in groups, from the call to the review, on real cases; everybody leads one.'
		],
		...{ method: 'handsOn', area: 'marketing', tiers: ['assistant', 'manager'], creditHours: 8 },
		...{ teacher: 'JH0009', places: ['培训中心 301'], days: [12, 13], capacity: 6, minimum: 4 },
		...{ learners: 9, from: 1, stage: 'coming' }
	},
	{
		subject: 'business-etiquette',
		title: ['商务礼仪与会议接待', 'Business etiquette and meetings'],
		summary: [
			'拜访、会议与宴请的礼仪要点，情景演练与点评。',
			'Visits, meetings and dinners: what is done and what is not, played and discussed.'
		],
		...{ method: 'classroom', area: 'etiquette', tiers: [], creditHours: 4 },
		...{ teacher: 'JH0022', places: ['港口分行 会议室'], days: [16], capacity: 20, minimum: 8 },
		...{ learners: 3, from: 10, stage: 'coming' }
	},
	{
		subject: 'risk-certificate',
		title: ['信用风险分析专业培训', 'Credit risk analysis, professional training'],
		summary: [
			'报表分析、行业研判与授信方案，四个半天，须经审批。',
			'Statements, industries and credit proposals in four half days; places need approval.'
		],
		...{ method: 'professional', area: 'enterprise', tiers: ['senior', 'principal'], creditHours: 16 },
		...{ teacher: 'JH0012', places: ['培训中心 201'], days: [20, 21, 27, 28], capacity: 10, minimum: 5 },
		...{ approval: true, learners: 6, from: 8, stage: 'coming' }
	},
	{
		subject: 'branch-exchange',
		title: ['优秀支行经验交流（秋季）', 'What good outlets do: the autumn exchange'],
		summary: [
			'介绍数字化获客的三个案例，现场提问与讨论。',
			'Three cases of winning customers online, with questions and discussion.'
		],
		...{ method: 'exchange', area: 'overview', tiers: [], creditHours: 4 },
		...{ teacher: 'JH0021', places: ['新区分行 报告厅'], days: [34], capacity: 40, minimum: 10 },
		...{ learners: 0, from: 0, stage: 'draft' }
	},
	{
		subject: 'newcomer-camp',
		title: ['新任客户经理集训营（补充期）', 'Camp for new customer managers, extra'],
		summary: [
			'三天封闭集训：产品、法规、礼仪与团队拓展。',
			'Three residential days: products, law, etiquette and teamwork.'
		],
		...{ method: 'camp', area: 'products', tiers: ['assistant'], creditHours: 24 },
		...{ teacher: 'JH0009', places: ['江海培训基地'], days: [-40, -39, -38], wholeDay: true },
		...{ capacity: 20, minimum: 8, learners: 2, from: 4, stage: 'cancelled' }
	}
];
