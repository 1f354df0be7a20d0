import type { Words } from '../../question';
import type { Result } from './processing';
import { joinWords, readWords, type Reading } from './words';
import { descendants, type Element } from './xml';

export interface Feedback {
	words: Words;
	isShown(result: Result): boolean;
	/** Whether a part of the question took it. */
	isTaken: boolean;
}

const KINDS = new Set(['modalFeedback', 'feedbackInline', 'feedbackBlock']);

/** All feedback of an item, with what shows it. */
export function readFeedback(root: Element, reading: Reading): Feedback[] {
	return descendants(root, ({ name }) => KINDS.has(name)).flatMap((node) => {
		const identifier = node.attributes.get('identifier') ?? '';
		const outcome = node.attributes.get('outcomeIdentifier') ?? '';
		const isHiding = node.attributes.get('showHide') === 'hide';
		const words = readWords(bodyOf(node), reading);
		if (!words) return [];
		const isShown = ({ outcomes }: Result) =>
			(outcomes.get(outcome)?.items ?? []).map(String).includes(identifier) !== isHiding;
		return [{ words, isShown, isTaken: false }];
	});
}

/** QTI 3 puts the words of feedback into a body of their own. */
function bodyOf(node: Element): Element {
	const body = node.children.find((child) => typeof child !== 'string' && child.name === 'contentBody');
	return (body as Element | undefined) ?? node;
}

/** What is said whatever the answer is: the explanation. It is no longer among the feedback then. */
export function takeExplanation(feedback: Feedback[], results: readonly Result[]): Words | undefined {
	const always = feedback.filter(
		(one) => results.length > 1 && results.every((result) => one.isShown(result))
	);
	always.forEach((one) => feedback.splice(feedback.indexOf(one), 1));
	return joinWords(always.map(({ words }) => words));
}

/** What is said after one answer. */
export function takeFeedback(feedback: Feedback[], result: Result): Words | undefined {
	return take(feedback.filter((one) => one.isShown(result)));
}

/** What is said after exactly those answers that `isMeant` holds of. */
export function takeExactly(
	feedback: Feedback[],
	results: readonly Result[],
	isMeant: (index: number) => boolean
): Words | undefined {
	return take(feedback.filter((one) => results.every((result, i) => one.isShown(result) === isMeant(i))));
}

function take(found: Feedback[]): Words | undefined {
	found.forEach((one) => (one.isTaken = true));
	return joinWords(found.map(({ words }) => words));
}
