import type { I18n } from '$lib/i18n/i18n';
import type { QuestionType } from '../../../question';
import { flatten } from './flatten';
import { placeName, valueName } from './place-name';

/** What a form of the bank holds: a question with what is known of it, or a case. */
export type FormContent = object & {
	type?: QuestionType;
	rows?: readonly { id: string }[];
	correct?: string[];
};

export interface Differing {
	/** Place in the form: `rows.2.text.en`. */
	path: string;
	label: string;
	saved: string;
	typed: string;
}

const plain = (text: string) => text.replace(/\r\n?/g, '\n').trim();

/** The right ones by the letters of their places, as everybody sees them; ids are nobody's business. */
function withLetters(form: FormContent, t: I18n['t']): object {
	const { type, rows = [], correct = [] } = form;
	if (type === 'trueFalse')
		return {
			...form,
			correct: correct[0] && t(correct[0] === 'true' ? 'bank.answer.true' : 'bank.answer.false')
		};
	const places = rows.flatMap(({ id }, i) =>
		correct.includes(id) ? [String.fromCharCode(65 + (i % 26))] : []
	);
	return { ...form, correct: type === 'single' || type === 'multiple' ? places.join(', ') : '' };
}

/** Where two contents of one form say different things, in words that the form itself uses. */
export function listDiffering(saved: FormContent, typed: FormContent, t: I18n['t']): Differing[] {
	const [theirs, mine] = [flatten(withLetters(saved, t)), flatten(withLetters(typed, t))];
	const side = (content: FormContent, of: Map<string, string>, path: string) =>
		plain(valueName(path, of.get(path) ?? '', content.type, t));
	return [...new Set([...theirs.keys(), ...mine.keys()])]
		.map((path) => ({
			path,
			label: placeName(path.split('.'), typed.type, t),
			saved: side(saved, theirs, path),
			typed: side(typed, mine, path)
		}))
		.filter((one) => one.label && one.saved !== one.typed);
}
