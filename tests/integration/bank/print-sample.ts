import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Question, Words } from '$lib/features/bank/question';
import { shownOf } from '$lib/features/bank/shown';
import {
	layOutSections,
	type PrintedCase,
	type PrintedPaper,
	type KeyedQuestion
} from '$lib/features/bank/print/model';

/** A chequered picture of 120 by 60 pixels, half of them transparent. */
export const picture = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAHgAAAA8CAYAAACtrX6oAAAAs0lEQVR42u3asQ0AIAwDwYyTIdhfbAUrpIysK2i/8HURdbvP8L3h01vUKwMCNiBgIID1AOsB1gOsBxiwAZOADRPcAwzYgICBANYDrAdYD7AeYMAGjAI2jFu0AQEDAawHWA+wHmA9wIANCNiA/mTpuUXrAdYDrAcYsAEBGxCwHmA9wHr+ZOm5ResBBmxAwEAA6wHWA6wHWA+wP1mGcYs2IGA9wHqA9QDrAQZsQMAGBAxkW+8D24ITgfyEgEkAAAAASUVORK5CYII=',
	'base64'
);

interface Stored {
	type: Question['type'];
	stem: Words;
	options: { id: string; text: Words; correct?: boolean }[];
	explanation: Words;
}

/** Choice questions of the content, as the bank keeps them. */
function choices(area: string): Question[] {
	const { questions } = parse(readFileSync(`content/bank/${area}.yaml`, 'utf8')) as { questions: Stored[] };
	const own = questions.filter(({ type }) => type === 'single' || type === 'multiple');
	return own.map(({ type, stem, options, explanation }): Question => {
		const right = options.filter(({ correct }) => correct).map(({ id }) => id);
		const base = { stem, explanation, options: options.map(({ id, text }) => ({ id, text })) };
		return type === 'single'
			? { ...base, type, correct: right[0] ?? 'a', policy: 'allOrNothing' }
			: { ...base, type: 'multiple', correct: right, policy: 'partial' };
	});
}

const both = (zh: string, en: string): Words => ({ 'zh-CN': zh, en });
const text = { case: false, width: false };

/** One or more of every kind that the content has no questions of; `n` makes their words differ. */
const others = (n: number): Question[] => [
	{
		type: 'trueFalse',
		stem: both(
			`以存单质押的个人贷款，质押期间存单可以由借款人自行挂失。（情形${n}）`,
			`A pledged certificate of deposit may be reported lost by the borrower during the pledge (case ${n}).`
		),
		correct: false,
		explanation: both('质押期间须经质权人同意。', 'The pledgee has to agree.')
	},
	{
		type: 'numeric',
		stem: both(
			`某企业流动资产 ${n}20 万元，流动负债 80 万元，其中存货 $${n}0$ 万元。按 $\\text{速动比率}=\\frac{\\text{流动资产}-\\text{存货}}{\\text{流动负债}}\\times 100\\%$ 计算，速动比率是多少？`,
			`Current assets are ${n}.2 million yuan, stock ${n}00,000 and current liabilities 0.8 million. Using $\\text{quick ratio}=\\frac{CA-I}{CL}\\times 100\\%$, what is the quick ratio?`
		),
		accepted: [{ range: { value: '137.5', tolerance: '0.05' }, share: 100 }],
		unit: { name: '%', others: [{ name: '倍', factor: '100' }] }
	},
	{
		type: 'fillIn',
		stem: both(
			`贷款“三查”是指贷前调查、{{1}}和{{2}}，第${n}条。`,
			`The three checks of a loan are the investigation before it, the {{1}} and the {{2}}, rule ${n}.`
		),
		gaps: [
			{
				id: '1',
				accepted: [
					{ text: '贷中审查', share: 100 },
					{ text: '审查', share: 50 }
				]
			},
			{ id: '2', accepted: [{ text: '贷后检查', share: 100 }] }
		],
		matching: text
	},
	{
		type: 'matching',
		stem: both(
			`将下列担保方式与其设立要件对应（第${n}组）。`,
			`Match each security with what brings it into being (set ${n}).`
		),
		pairs: [
			{
				id: 'p1',
				left: both('不动产抵押', 'Mortgage over real property'),
				right: both('办理抵押登记', 'Registration')
			},
			{
				id: 'p2',
				left: both('动产质押', 'Pledge of movables'),
				right: both('交付质物', 'Delivery of the thing pledged')
			},
			{
				id: 'p3',
				left: both('保证', 'Guarantee'),
				right: both('订立书面保证合同', 'A written contract of guarantee')
			}
		],
		others: [{ id: 'o1', right: both('口头约定并有两名见证人在场', 'An oral promise before two witnesses') }],
		policy: 'partial'
	},
	{
		type: 'ordering',
		stem: both(
			`将授信业务的下列步骤按先后排列（第${n}组）。`,
			`Put these steps of a credit business in order (set ${n}).`
		),
		items: [
			{ id: 'i1', text: both('受理申请', 'Take the application') },
			{ id: 'i2', text: both('尽职调查', 'Investigate') },
			{ id: 'i3', text: both('审查审批', 'Review and approve') },
			{ id: 'i4', text: both('签约放款', 'Sign and pay out') }
		],
		policy: 'partial'
	},
	{
		type: 'shortAnswer',
		stem: both(
			`写出反洗钱“了解你的客户”原则的英文缩写（${n}）。`,
			`Give the abbreviation of “know your customer” (${n}).`
		),
		accepted: [{ text: 'KYC', share: 100 }],
		matching: text
	},
	{
		type: 'essay',
		stem: both(
			`结合下表，论述该企业第${n}年的偿债能力，并说明理由。\n\n| 指标 | 上年 | 本年 | 行业均值 |\n|:--|--:|--:|--:|\n| 资产负债率 | 62% | 71% | 60% |\n| 流动比率 | 1.4 | 1.1 | 1.5 |\n| 利息保障倍数 | 3.2 | 1.8 | 4.0 |\n\n已知 $$\\text{NPV}=\\sum_{t=0}^{n}\\frac{CF_t}{(1+r)^t}-\\sqrt{\\sigma^2+\\beta_{i}}$$ 其中 *r* 为**要求的回报率**。`,
			`Using the table, discuss how well the company can meet its debts in year ${n}, giving reasons.\n\n| Ratio | Last year | This year | Industry |\n|:--|--:|--:|--:|\n| Debt to assets | 62% | 71% | 60% |\n| Current ratio | 1.4 | 1.1 | 1.5 |\n\nGiven $$\\text{NPV}=\\sum_{t=0}^{n}\\frac{CF_t}{(1+r)^t}$$ where *r* is the **required return**.`
		),
		rubric: [
			{
				id: 'r1',
				criterion: both('指标解读', 'Reading of the ratios'),
				weight: 60,
				levels: [
					{ share: 100, words: both('准确且与行业比较', 'Exact, compared with the industry') },
					{ share: 50, words: both('大体准确', 'Broadly right') },
					{ share: 0, words: both('有明显错误', 'Plainly wrong') }
				]
			},
			{
				id: 'r2',
				criterion: both('结论与建议', 'Conclusion and advice'),
				weight: 40,
				levels: [
					{ share: 100, words: both('结论明确，建议可行', 'Clear and workable') },
					{ share: 0, words: both('没有结论', 'None') }
				]
			}
		],
		model: both(
			'资产负债率上升、流动比率下降、利息保障倍数低于2，偿债能力明显减弱。',
			'All three ratios are worse: the company can meet its debts less well.'
		),
		longest: 400
	}
];

const marks = {
	single: 1,
	multiple: 2,
	trueFalse: 1,
	numeric: 2,
	fillIn: 2,
	matching: 3,
	ordering: 2,
	shortAnswer: 2,
	essay: 10
};

/** Turned by one: mixed, and always the same. */
const turn = <T>(list: readonly T[]): T[] => [...list.slice(1), ...list.slice(0, 1)];

export const printed = (
	question: Question,
	own: PrintedCase | null = null
): Omit<KeyedQuestion, 'number'> => ({
	...{ question, marks: marks[question.type], case: own, ...shownOf(question, turn) },
	...((question.type === 'single' || question.type === 'multiple') && {
		optionOrder: turn(question.options.map(({ id }) => id))
	})
});

const material: PrintedCase = {
	id: 'c1',
	title: both('江海机械的周转贷款', 'A working-capital loan for Jianghai Machinery'),
	material: both(
		'江海机械有限公司主营数控机床，年销售收入 1.2 亿元，应收账款周转天数由 60 天升至 110 天。企业申请流动资金贷款 800 万元，期限一年，由实际控制人提供连带责任保证。\n\n客户经理实地走访时发现：\n\n- 车间**停工一条线**，工人称已两个月；\n- 仓库有大量*未发货*成品；\n- 财务负责人上月离职。\n\n![厂区平面图](site%20plan.png)',
		'Jianghai Machinery makes machine tools and sells 120 million yuan a year. Its receivable days rose from 60 to 110. It applies for a working-capital loan of 8 million yuan for one year, guaranteed by its owner.\n\nOn site the manager finds:\n\n- one line **has stood still** for two months;\n- much *unsent* stock;\n- the head of finance left last month.\n\n![Site plan](site%20plan.png)'
	)
};

/** A paper of 100 questions of every kind, from the content and from above, two of them with a case. */
export function samplePaper(change: Partial<PrintedPaper<KeyedQuestion>> = {}): PrintedPaper<KeyedQuestion> {
	const all = ['law', 'business', 'products', 'economics', 'ethics', 'management'].flatMap(choices);
	const single = all.filter(({ type }) => type === 'single').slice(0, 48);
	const multiple = all.filter(({ type }) => type === 'multiple').slice(0, 22);
	const more = [1, 2, 3, 4].flatMap(others);
	const own = [
		...[...single, ...multiple].map((question) => printed(question)),
		...more.map((question, at) => printed(question, at === 7 || at === 27 ? material : null)),
		...all.slice(-100 + 98).map((question) => printed(question, material))
	];
	const sections = layOutSections(own.slice(0, 100));
	const questions = sections.flatMap((section) => section.questions);
	return {
		title: both('2026年第一期客户经理资格考试', 'Customer Manager Exam, First Sitting 2026'),
		organisation: both('江海银行', 'Jianghai Bank'),
		...{ code: 'CM-2026-01', form: 'A', locale: 'zh-CN', minutes: 120, date: '2026-03-14' },
		...{ marks: questions.reduce((sum, one) => sum + one.marks, 0), contentHash: '7c1f0a93be52' },
		...{ answersOn: 'sheet', sections },
		...change
	};
}
