import type { PaperContent, PaperQuestionContent } from './paper-content.server';
import { pictureAddress } from './picture-address';
import type { Question } from './question';
import type { CaseHtml, QuestionHtml } from './rendered';
import { inOrder } from './shown';
import { renderCase, renderQuestion } from './words.server';

export interface RenderedQuestion {
	position: number;
	marks: number;
	question: QuestionHtml;
	case: { id: string; material: CaseHtml } | null;
}

/** The questions of a paper as a page shows them, with what is right, options in the order of the form. */
export const renderPaper = ({ questions }: PaperContent): RenderedQuestion[] =>
	questions.map((one) => ({
		position: one.position,
		marks: one.marks,
		question: renderQuestion(inFormOrder(one), {
			version: one.itemVersionId,
			picture: pictureAddress(one.itemVersionId, one.pictures)
		}),
		case: one.case && {
			id: one.case.id,
			material: renderCase(one.case, {
				version: one.case.versionId,
				picture: pictureAddress(one.case.versionId, one.case.pictures)
			})
		}
	}));

function inFormOrder({ question, optionOrder }: PaperQuestionContent): Question {
	if (question.type !== 'single' && question.type !== 'multiple') return question;
	return inOrder(question, optionOrder);
}
