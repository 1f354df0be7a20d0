import { add, decimalText, half, inverse, readDecimal, subtract } from '../../decimal';
import type { AcceptedNumber, AcceptedText, NumericQuestion, Question, Words } from '../../question';
import { escapeXml } from '../qti/xml';
import { asPlain, inLanguage, sharesOf } from '../written';
import { textXml, type TextWriter } from './write-texts';

/** What one question adds to its name, stem and explanation. */
export interface QuestionXml {
	type: string;
	stem: Words;
	parts: string[];
}

const flag = (name: string, value: string | number | boolean) => `<${name}>${value}</${name}>`;
const fraction = (share: number) => ` fraction="${share}"`;

/** A question in Moodle's words; null when Moodle has none for it. */
export function questionXml(question: Question, texts: TextWriter): QuestionXml | null {
	const { stem } = question;
	const answer = (text: Words, share: number, feedback?: Words) =>
		texts.element('answer', text, fraction(share), feedback ? texts.element('feedback', feedback) : '');
	switch (question.type) {
		case 'single':
		case 'multiple': {
			const shares = sharesOf(question);
			const parts = [
				flag('single', question.type === 'single'),
				flag('shuffleanswers', true),
				flag('policy', question.policy),
				...question.options.map(({ text, feedback }, i) => answer(text, shares[i]!, feedback))
			];
			return { type: 'multichoice', stem, parts };
		}
		case 'trueFalse':
			return {
				type: 'truefalse',
				stem,
				parts: (['true', 'false'] as const).map((value) => {
					const said = question.feedback?.[value];
					const feedback = said ? texts.element('feedback', said) : '';
					return plainAnswer(value, String(question.correct) === value ? 100 : 0, feedback);
				})
			};
		case 'shortAnswer':
			return { type: 'shortanswer', stem, parts: shortAnswers(question, question.accepted, texts) };
		case 'fillIn': {
			const [gap, ...more] = question.gaps;
			if (!gap || more.length) return null;
			const shown = inLanguage(stem, texts.locale).replaceAll(`{{${gap.id}}}`, '\\_\\_\\_\\_\\_');
			const source = inLanguage(stem, texts.locale).replaceAll(`{{${gap.id}}}`, '{{1}}');
			const parts = [...shortAnswers(question, gap.accepted, texts), texts.element('gaps', { en: source })];
			return { type: 'shortanswer', stem: { en: shown }, parts };
		}
		case 'numeric':
			return { type: 'numerical', stem, parts: numbers(question, texts) };
		case 'matching': {
			const pair = (left: Words, right: Words) =>
				texts.element('subquestion', left, '', rightXml(right, texts));
			const parts = [
				flag('shuffleanswers', true),
				flag('policy', question.policy),
				...question.pairs.map(({ left, right }) => pair(left, right)),
				...question.others.map(({ right }) => pair({}, right))
			];
			return { type: 'matching', stem, parts };
		}
		case 'ordering':
			return {
				type: 'ordering',
				stem,
				parts: [
					flag(
						'gradingtype',
						question.policy === 'allOrNothing' ? 'ALL_OR_NOTHING' : 'RELATIVE_NEXT_EXCLUDE_LAST'
					),
					...question.items.map(({ text }, i) => answer(text, i + 1))
				]
			};
		case 'essay':
			return {
				type: 'essay',
				stem,
				parts: [
					...(question.model ? [texts.element('graderinfo', question.model)] : []),
					...(question.longest ? [flag('longest', question.longest)] : [])
				]
			};
	}
}

const plainAnswer = (text: string, share: number, more = '') =>
	`<answer${fraction(share)} format="plain_text">${textXml(text)}${more}</answer>`;

function shortAnswers(
	{ matching }: Extract<Question, { type: 'shortAnswer' | 'fillIn' }>,
	accepted: AcceptedText[],
	texts: TextWriter
): string[] {
	return [
		flag('usecase', matching.case ? 1 : 0),
		...(matching.width ? [flag('usewidth', 1)] : []),
		...accepted.map(({ text, share, feedback }) =>
			plainAnswer(text, share, feedback ? texts.element('feedback', feedback) : '')
		)
	];
}

function numbers({ accepted, unit }: NumericQuestion, texts: TextWriter): string[] {
	const answers = accepted.map(({ range, share, feedback }) => {
		const { value, tolerance } = around(range);
		const said = feedback ? texts.element('feedback', feedback) : '';
		return plainAnswer(value, share, `${flag('tolerance', tolerance)}${said}`);
	});
	if (!unit) return answers;
	const unitXml = (name: string, multiplier: string) =>
		`<unit>${flag('multiplier', multiplier)}<unit_name>${escapeXml(name)}</unit_name></unit>`;
	const others = unit.others.map(({ name, factor }) => {
		const read = readDecimal(factor);
		const one = read && inverse(read);
		return unitXml(name, one ? decimalText(one) : '1');
	});
	// 1: a missing unit costs a part of the answer's marks, here all of them.
	const grading = [flag('unitgradingtype', 1), flag('unitpenalty', 1), flag('showunits', 0)];
	return [...answers, ...grading, `<units>${unitXml(unit.name, '1')}${others.join('')}</units>`];
}

/** A range as its middle and half its width. */
function around(range: AcceptedNumber['range']): { value: string; tolerance: string } {
	const plain = (text: string) => {
		const read = readDecimal(text);
		return read ? decimalText(read) : text;
	};
	if ('value' in range) return { value: plain(range.value), tolerance: plain(range.tolerance) };
	const [from, to] = [readDecimal(range.from), readDecimal(range.to)];
	if (!from || !to) return { value: range.from, tolerance: range.to };
	return { value: decimalText(half(add(from, to))), tolerance: decimalText(half(subtract(to, from))) };
}

/** Moodle shows the right side as plain text; only what that cannot say is marked as Markdown. */
function rightXml(right: Words, texts: TextWriter): string {
	const plain = asPlain(inLanguage(right, texts.locale));
	return plain === null ? texts.element('answer', right) : `<answer>${textXml(plain)}</answer>`;
}
