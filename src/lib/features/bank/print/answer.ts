import type { I18n } from '$lib/i18n/i18n';
import type { AcceptedNumber, AcceptedText, Question } from '../question';
import { lettersOf, optionsOf, type KeyedQuestion } from './model';

/**
 * The right answer in the letters of this form, as one line of plain text; empty for what a marker reads.
 */
export function answerOf(printed: KeyedQuestion, { t }: I18n): string {
	const { question } = printed;
	const letters = lettersOf(printed);
	const letter = (id: string) => letters.get(id) ?? '?';
	const share = (answer: string, percent: number) =>
		percent === 100 ? answer : t('bankPrint.key.share', { answer, share: percent });
	switch (question.type) {
		case 'single':
		case 'multiple': {
			const right = question.type === 'single' ? [question.correct] : question.correct;
			const all = right.map(letter).sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
			if (question.policy !== 'perOption') return all.join('');
			const shares = new Map(question.options.map((option) => [option.id, option.share ?? 0]));
			const each = optionsOf(printed).filter(({ id }) => shares.get(id));
			return each.map(({ id }) => `${letter(id)} ${shares.get(id)}%`).join('; ') || all.join('');
		}
		case 'trueFalse':
			return t(question.correct ? 'bankPrint.answer.true' : 'bankPrint.answer.false');
		case 'numeric': {
			const { unit } = question;
			const numbers = question.accepted.map((one) => share(numberOf(one, t), one.share)).join(' / ');
			const others = unit?.others.map(({ name, factor }) => `${name} (×${factor})`).join(', ');
			return [numbers, unit?.name, others && `(${t('bankPrint.key.others', { units: others })})`]
				.filter(Boolean)
				.join(' ');
		}
		case 'fillIn': {
			const texts = question.gaps.map(({ accepted }) => textsOf(accepted, share));
			return texts.length === 1 ? (texts[0] ?? '') : texts.map((one, at) => `(${at + 1}) ${one}`).join('; ');
		}
		case 'matching':
			return leftsOf(printed, question)
				.map(({ id }, at) => `(${at + 1}) ${letter(id)}`)
				.join('　');
		case 'ordering':
			return question.items.map(({ id }) => letter(id)).join(' → ');
		case 'shortAnswer':
			return textsOf(question.accepted, share);
		case 'essay':
			return '';
	}
}

/** The pairs in the order in which this form shows their left sides. */
function leftsOf({ shown }: KeyedQuestion, { pairs }: Question & { type: 'matching' }) {
	if (shown.type !== 'matching') return pairs;
	return shown.lefts.flatMap(({ id }) => pairs.find((pair) => pair.id === id) ?? []);
}

function numberOf({ range }: AcceptedNumber, t: I18n['t']): string {
	if ('from' in range) return t('bankPrint.key.range', range);
	return Number(range.tolerance) === 0 ? range.value : t('bankPrint.key.tolerance', range);
}

const textsOf = (accepted: readonly AcceptedText[], share: (text: string, percent: number) => string) =>
	accepted.map((one) => share(one.text, one.share)).join(' / ');

/** How the marks come about, in a few words. */
export function policyOf({ question }: KeyedQuestion, { t }: I18n): string {
	switch (question.type) {
		case 'single':
		case 'multiple':
			return t(`bankPrint.key.policy.${question.policy}`);
		case 'matching':
		case 'ordering':
			return t(
				question.policy === 'partial'
					? 'bankPrint.key.policy.partial.pairs'
					: 'bankPrint.key.policy.allOrNothing'
			);
		case 'trueFalse':
			return t('bankPrint.key.policy.allOrNothing');
		case 'numeric':
			return t('bankPrint.key.policy.numeric');
		case 'fillIn':
		case 'shortAnswer': {
			if (question.type === 'shortAnswer' && !question.accepted.length) return t('bankPrint.key.policy.read');
			const { matching } = question;
			const accepted =
				question.type === 'fillIn' ? question.gaps.flatMap((gap) => gap.accepted) : question.accepted;
			const isOpen = accepted.some(({ text }) => /(?<!\\)\*/.test(text));
			return [
				t('bankPrint.key.policy.text'),
				...(isOpen ? [t('bankPrint.key.wildcard')] : []),
				...(matching.case ? [t('bankPrint.key.case')] : []),
				...(matching.width ? [t('bankPrint.key.width')] : [])
			].join('; ');
		}
		case 'essay':
			return t('bankPrint.key.policy.read');
	}
}

/** Whether a marker has to read what was written, with no rubric to go by: the explanation is what he has. */
export const isReadFreely = ({ question }: KeyedQuestion): boolean =>
	question.type === 'shortAnswer' && question.accepted.length === 0;
