import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { openPaper } from './commands/open-paper.server';
import type { PaperContent, PaperQuestionContent } from './paper-content.server';
import type { PrintPaper } from './paper-schema';
import { drawAnswerSheet } from './print/answer-sheet.server';
import { drawKey } from './print/key.server';
import { layOutSections, type KeyedQuestion, type PrintedPaper } from './print/model';
import { drawQuestionPaper } from './print/paper.server';
import { loadPictures, organisationOf, renamer } from './print-content.server';
import { inOrder } from './shown';

/** A document of a paper as a PDF; of a sealed one each is an opening on record. */
export async function printPaper(ctx: Context, input: PrintPaper): Promise<{ pdf: Buffer; name: string }> {
	const { loaded, content } = await openPaper(ctx, {
		paperId: input.paperId,
		purpose: input.what === 'key' ? 'key' : 'print'
	});
	const { code } = loaded.blueprint;
	const { paper, pictures } = await printedOf(ctx.db, content, input, loaded.paper.contentHash);
	const name = `${code}-${content.form}-${input.what}.pdf`;
	if (input.what === 'sheet') return { pdf: await drawAnswerSheet(paper), name };
	if (input.what === 'paper') return { pdf: await drawQuestionPaper(paper, pictures), name };
	return { pdf: await drawKey(paper, pictures, { explanations: input.explanations }), name };
}

async function printedOf(db: Database, content: PaperContent, input: PrintPaper, hash: string | null) {
	const files = new Map<string, string>();
	const { title, minutes, marks, form, blueprint } = content;
	const paper: PrintedPaper<KeyedQuestion> = {
		...{ title, minutes, marks, form, code: `${blueprint.code}-v${blueprint.version}` },
		...{ locale: input.locale, date: input.date, answersOn: input.answersOn },
		organisation: await organisationOf(db),
		contentHash: hash?.slice(0, 12) ?? '',
		sections: layOutSections(content.questions.map((one) => printedQuestion(one, files)))
	};
	return { paper, pictures: await loadPictures(db, files) };
}

/** Two questions may call different pictures the same: on the paper each is called by its file. */
function printedQuestion(one: PaperQuestionContent, files: Map<string, string>) {
	const own = renamer(one.pictures, files);
	const { marks, optionOrder, aliases } = one;
	return {
		...{
			marks,
			optionOrder,
			aliases,
			question: own(one.question),
			shown: own(inOrder(one.shown, optionOrder))
		},
		case: one.case && {
			id: one.case.id,
			...renamer(one.case.pictures, files)({ title: one.case.title, material: one.case.material })
		}
	};
}
