import { describe, expect, it } from 'vitest';
import { parseQtiPackage } from '$lib/features/bank/formats/qti/package';

const text = (words: string, type = 'text/html') =>
	`<material><mattext texttype="${type}">${words}</mattext></material>`;
const list = (ident: string, labels: string[], more = '', attributes = '') =>
	`<response_lid ident="${ident}" ${attributes}>${more}<render_choice>${labels
		.map((label, i) => `<response_label ident="${i + 1}">${text(label, 'text/plain')}</response_label>`)
		.join('')}</render_choice></response_lid>`;
const entry = (type = '') =>
	`<response_str ident="r"><render_fib ${type}><response_label ident="a"/></render_fib></response_str>`;
const equal = (value: string, ident = 'r') => `<varequal respident="${ident}">${value}</varequal>`;
const when = (condition: string, effect: string, attributes = '') =>
	`<respcondition ${attributes}><conditionvar>${condition}</conditionvar>${effect}</respcondition>`;
const set = (points: number, action = 'Set') =>
	`<setvar action="${action}" varname="SCORE">${points}</setvar>`;
const say = (ident: string) => `<displayfeedback feedbacktype="Response" linkrefid="${ident}"/>`;
const feedback = (ident: string, words: string) =>
	`<itemfeedback ident="${ident}"><flow_mat>${text(words)}</flow_mat></itemfeedback>`;

const item = (kind: string, presentation: string, conditions: string, more = '') =>
	`<item ident="i" title="Question"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>${kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation>${presentation}</presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>${conditions}</resprocessing>${more}</item>`;

function read(...items: string[]) {
	const xml = `<questestinterop><assessment title="Quiz"><section ident="root">${items.join('')}</section></assessment></questestinterop>`;
	return parseQtiPackage(new Map([['quiz.xml', new TextEncoder().encode(xml)]]), { locale: 'en' });
}
const question = (...parts: Parameters<typeof item>) => {
	const [only] = read(item(...parts)).questions;
	return only!.question ?? only!.problems.map(({ code, what }) => `${code}: ${what ?? ''}`);
};

describe('QTI 1.2, as cartridges bring it', () => {
	it('reads one of several with feedback of its own and for all', () => {
		expect(
			question(
				'multiple_choice_question',
				text('&lt;p&gt;Who &lt;b&gt;signs&lt;/b&gt;?&lt;/p&gt;') + list('r', ['Nobody', 'The customer']),
				when('<other/>', say('all'), 'continue="Yes"') +
					when(equal('1'), say('one'), 'continue="Yes"') +
					when(equal('2'), set(100), 'continue="No"'),
				feedback('all', 'Article 5.') + feedback('one', 'Look again.')
			)
		).toEqual({
			type: 'single',
			stem: { en: 'Who **signs**?' },
			options: [
				{ id: 'a', text: { en: 'Nobody' }, feedback: { en: 'Look again.' } },
				{ id: 'b', text: { en: 'The customer' } }
			],
			correct: 'b',
			policy: 'allOrNothing',
			explanation: { en: 'Article 5.' }
		});
	});

	it('reads several, with everything or with points for each', () => {
		const several = list('r', ['A', 'B', 'C'], '', 'rcardinality="Multiple"');
		const all = when(`<and>${equal('1')}${equal('2')}<not>${equal('3')}</not></and>`, set(100));
		const each =
			when(equal('1'), set(5, 'Add')) + when(equal('2'), set(5, 'Add')) + when(equal('3'), set(-1, 'Add'));
		expect(question('multiple_answers_question', text('Which?') + several, all)).toMatchObject({
			type: 'multiple',
			correct: ['a', 'b'],
			policy: 'allOrNothing'
		});
		expect(question('multiple_answers_question', text('Which?') + several, each)).toMatchObject({
			policy: 'perOption',
			correct: ['a', 'b'],
			options: [{ share: 50 }, { share: 50 }, { share: -10 }]
		});
	});

	it('reads texts, numbers and essays', () => {
		const or = when(equal('Lombard') + equal('pawn'), set(100), 'continue="No"');
		expect(question('short_answer_question', text('A?') + entry(), or)).toEqual({
			type: 'shortAnswer',
			stem: { en: 'A?' },
			accepted: [
				{ text: 'Lombard', share: 100 },
				{ text: 'pawn', share: 100 }
			],
			matching: { case: false, width: false }
		});
		const near = `<or>${equal('77')}<and><vargte respident="r">70.5</vargte><varlte respident="r">84</varlte></and></or>`;
		expect(question('numerical_question', text('Rate?') + entry(), when(near, set(100)))).toMatchObject({
			type: 'numeric',
			accepted: [
				{ range: { value: '77', tolerance: '0' } },
				{ range: { from: '70.5', to: '84' }, share: 100 }
			]
		});
		expect(question('essay_question', text('Why?') + entry(), when('<other/>', ''))).toEqual({
			type: 'essay',
			stem: { en: 'Why?' },
			rubric: []
		});
	});

	it('reads statements with lists as pairs, and names in brackets as gaps', () => {
		const two = ['LPR', 'SHIBOR'].map((name, i) =>
			list(`r${i}`, ['banks', 'loans', 'never'], text(name, 'text/plain'))
		);
		const points = when(equal('2', 'r0'), set(50, 'Add')) + when(equal('1', 'r1'), set(50, 'Add'));
		expect(question('matching_question', text('For what?') + two.join(''), points)).toEqual({
			type: 'matching',
			stem: { en: 'For what?' },
			pairs: [
				{ id: 'a', left: { en: 'LPR' }, right: { en: 'loans' } },
				{ id: 'b', left: { en: 'SHIBOR' }, right: { en: 'banks' } }
			],
			others: [{ id: 'c', right: { en: 'never' } }],
			policy: 'partial'
		});
		const gaps = text('&lt;p&gt;[LPR] and [SHIBOR] [x]&lt;/p&gt;') + two.join('');
		expect(question('fill_in_multiple_blanks_question', gaps, points)).toMatchObject({
			type: 'fillIn',
			stem: { en: '{{1}} and {{2}} \\[x]' },
			gaps: [{ accepted: [{ text: 'loans', share: 100 }] }, { accepted: [{ text: 'banks' }] }]
		});
		expect(question('multiple_dropdowns_question', gaps, points)).toEqual([
			'unsupported: multiple_dropdowns_question'
		]);
		expect(question('', gaps, points)).toEqual(['unsupported: response_lid']);
	});

	it('names kinds that the bank does not keep, and reads the rest', () => {
		const parsed = read(
			item('calculated_question', text('2 + x') + entry(), ''),
			'<item ident="h"><presentation><response_xy ident="r"><render_hotspot/></response_xy></presentation></item>',
			'<bankentry_item item_ref="b"/>',
			item('true_false_question', text('True?') + list('r', ['True', 'False']), when(equal('2'), set(100)))
		);
		expect(
			parsed.questions.map(({ category, question: own, problems }) => [
				category,
				own?.type,
				problems[0]?.what
			])
		).toEqual([
			[['Quiz'], undefined, 'calculated_question'],
			[['Quiz'], undefined, 'response_xy'],
			[['Quiz'], undefined, 'bankentry_item'],
			[['Quiz'], 'single', undefined]
		]);
	});
});
