const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** The three flows of a cash flow statement as bars above and below a line. */
export const figure = (inflow: string, outflow: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 260" font-family="sans-serif" font-size="18"><rect width="640" height="260" fill="#ffffff"/><path d="M40 130H600" stroke="#94a3b8"/><rect x="100" y="50" width="90" height="80" fill="#0f766e"/><rect x="280" y="130" width="90" height="60" fill="#b45309"/><rect x="460" y="130" width="90" height="30" fill="#b45309"/><text x="145" y="38" text-anchor="middle">${inflow}</text><text x="325" y="214" text-anchor="middle">${outflow}</text></svg>`;

export const cashFlow = {
	code: 'cash-flow-first',
	title: both('先看现金流：小微企业报表快读', 'Cash first: reading a small company’s statements quickly'),
	about: {
		summary: both(
			'小微企业的利润表往往说不清楚钱从哪里来。本模块教您先看现金流，再回头看利润和负债，用十五分钟判断一份报表值不值得细看。',
			'A small company’s profit rarely tells where its money comes from. This module looks at cash first and at profit and debt afterwards, to judge in fifteen minutes whether a set of statements deserves a closer look.'
		),
		outcomes: both(
			'能用三类现金流判断企业处在什么阶段\n能找出利润与现金背离的常见原因',
			'Tell a company’s stage from its three cash flows\nFind the usual reasons why profit and cash part'
		),
		knowledgeArea: 'enterprise',
		tiers: ['assistant', 'manager'],
		requires: ['knowing-the-customer'],
		creditMinutes: 30
	},
	lesson: {
		slug: 'three-flows',
		title: both('三类现金流说明什么', 'What the three cash flows tell'),
		minutes: 15,
		asks: ['questions' as const],
		body: both(
			`## 先分三类

现金流量表把钱的进出分成经营、投资、筹资三类。看符号的组合，就能大致知道企业在做什么。

![三类现金流：经营流入，投资和筹资流出](files/three-flows.svg "成长期企业的常见组合：经营流入，投资流出，归还借款")

| 经营 | 投资 | 筹资 | 多半说明 |
| --- | --- | --- | --- |
| + | − | − | 靠主业赚钱，扩产并还债 |
| + | − | + | 扩张快于积累，需要关注负债 |
| − | + | + | 变卖资产、借新还旧，谨慎 |

> **要点** 连续两年经营现金流为负，利润再好看也要先问应收账款。

::question q1`,
			`## Three kinds first

The cash flow statement sorts money into operations, investment and financing. The signs together tell roughly what a company is doing.

![Three flows: operations bring in, investment and financing take out](files/three-flows.svg "A growing company: operations bring in, investment takes out, loans are paid back")

| Operations | Investment | Financing | Usually |
| --- | --- | --- | --- |
| + | − | − | Earns by its trade, expands and repays |
| + | − | + | Expands faster than it saves: look at debt |
| − | + | + | Sells assets, borrows to repay: be careful |

> **Key point** When operations lose cash two years running, ask about receivables before you admire the profit.

::question q1`
		)
	},
	inText: {
		stem: both(
			'某企业利润增长 40%，经营现金流却由正转负，最先核对哪一项？',
			'A company’s profit rose by 40% while cash from operations turned negative. What do you check first?'
		),
		right: both('应收账款及其账龄', 'Receivables and their age'),
		wrong: both('固定资产折旧方法', 'How fixed assets are depreciated'),
		feedback: both(
			'折旧不动用现金，解释不了现金减少。',
			'Depreciation uses no cash, so it does not explain the loss of it.'
		),
		explanation: both(
			'收入确认了却没有收回，利润与现金就会背离。',
			'Income that was booked and not collected drives profit and cash apart.'
		)
	},
	check: {
		stem: both(
			'“经营 −、投资 +、筹资 +”的组合最应提示什么？',
			'What should the signs −, +, + suggest above all?'
		),
		right: both('可能在变卖资产、借新还旧', 'It may be selling assets and borrowing to repay'),
		wrong: both('正处在稳定的成熟期', 'It is in a steady, mature phase'),
		feedback: both('成熟期企业的经营现金流应为正。', 'A mature company earns cash by its trade.'),
		explanation: both(
			'主业不产生现金，靠处置资产和新借款维持。',
			'The trade brings no cash: disposals and new loans keep it going.'
		)
	}
};

/** The next version of a module that is there: a lesson with more in it, and a figure that is still missing. */
export const next = {
	module: 'keeping-customers',
	lines: both(
		'\n\n## 一个回访的例子\n\n![回访记录表](files/visit-record.png)\n\n> **注意** 回访记录里不要写客户的证件号和电话。',
		'\n\n## A follow-up visit\n\n![Record of a visit](files/visit-record.png)\n\n> **Take care** Leave the customer’s document and telephone numbers out of the record.'
	)
};
