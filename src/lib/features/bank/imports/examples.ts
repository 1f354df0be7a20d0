import type { Exported } from '../formats/written';
import { USUAL_SECONDS, type Question, type QuestionType } from '../question';

const two = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const options = (...texts: [string, string][]) =>
	texts.map(([zh, en], i) => ({ id: 'abcdefgh'[i]!, text: two(zh, en) }));
const matching = { case: false, width: false };

/** One of every kind, as the template shows how to fill it in. */
const questions: Record<QuestionType, Question> = {
	single: {
		type: 'single',
		stem: two(
			'示例：一年期存款的利息按哪一天的挂牌利率计算？',
			'Example: which day’s posted rate applies to a one-year deposit?'
		),
		options: options(
			['存入日', 'The day of deposit'],
			['到期日', 'The day of maturity'],
			['支取日', 'The day of withdrawal']
		),
		correct: 'a',
		policy: 'allOrNothing',
		explanation: two('定期存款按存入日的利率计息。', 'Time deposits bear the rate of the day of deposit.')
	},
	multiple: {
		type: 'multiple',
		stem: two('示例：贷前调查应当核实哪些内容？', 'Example: what does a check before lending verify?'),
		options: options(
			['借款用途', 'The purpose'],
			['还款来源', 'The source of repayment'],
			['邻居的存款', 'The neighbour’s deposits']
		),
		correct: ['a', 'b'],
		policy: 'partial'
	},
	trueFalse: {
		type: 'trueFalse',
		stem: two(
			'示例：客户经理可以替客户保管密码。',
			'Example: a customer manager may keep a customer’s password.'
		),
		correct: false
	},
	numeric: {
		type: 'numeric',
		stem: two(
			'示例：本金 10 万元，年利率 3%，一年的利息是多少？',
			'Example: CNY 100,000 at 3% a year: how much interest after one year?'
		),
		accepted: [{ range: { value: '3000', tolerance: '0.5' }, share: 100 }],
		unit: { name: '元', others: [{ name: '万元', factor: '10000' }] }
	},
	fillIn: {
		type: 'fillIn',
		stem: two(
			'示例：流动比率等于流动资产除以{{1}}。',
			'Example: the current ratio is current assets over {{1}}.'
		),
		gaps: [
			{
				id: '1',
				accepted: [
					{ text: '流动负债', share: 100 },
					{ text: 'current liabilities', share: 100 }
				]
			}
		],
		matching
	},
	matching: {
		type: 'matching',
		stem: two('示例：把产品与客户的需要对应起来。', 'Example: match products to needs.'),
		pairs: [
			{ id: 'p1', left: two('定期存款', 'Time deposit'), right: two('保值', 'Keeping value') },
			{ id: 'p2', left: two('信用卡', 'Credit card'), right: two('日常支付', 'Daily payments') }
		],
		others: [{ id: 'o1', right: two('购房', 'Buying a home') }],
		policy: 'partial'
	},
	ordering: {
		type: 'ordering',
		stem: two('示例：把放款的步骤按先后排列。', 'Example: put the steps of lending in order.'),
		items: options(['受理', 'Application'], ['调查', 'Check'], ['审批', 'Approval']),
		policy: 'allOrNothing'
	},
	shortAnswer: {
		type: 'shortAnswer',
		stem: two('示例：“了解你的客户”的英文缩写是什么？', 'Example: what is “know your customer” for short?'),
		accepted: [{ text: 'KYC', share: 100 }],
		matching
	},
	essay: {
		type: 'essay',
		stem: two(
			'示例：客户要求提前还款，你怎样答复？',
			'Example: a customer asks to repay early. How do you answer?'
		),
		rubric: [
			{
				id: '1',
				criterion: two('说明合同约定', 'Explains the contract'),
				weight: 60,
				levels: [
					{ share: 100, words: two('完整', 'Fully') },
					{ share: 0, words: two('没有', 'Not at all') }
				]
			},
			{
				id: '2',
				criterion: two('态度', 'Manner'),
				weight: 40,
				levels: [
					{ share: 100, words: two('耐心', 'Patient') },
					{ share: 0, words: two('敷衍', 'Careless') }
				]
			}
		],
		longest: 800
	}
};

const group = {
	code: 'business-case-90',
	title: two('示例案例', 'Example case'),
	material: two(
		'同一案例的题目使用同一个案例编号，材料只写在第一题。',
		'Questions of one case share its code; the first one holds the material.'
	)
};

export const EXAMPLES: readonly Exported[] = Object.values(questions).map((question) => ({
	...{ name: '', category: [], tags: ['示例'], question },
	about: {
		area: 'business',
		level: 'understand',
		difficulty: 450,
		seconds: USUAL_SECONDS[question.type],
		use: 'practice'
	},
	...((question.type === 'numeric' || question.type === 'essay') && { case: group })
}));
