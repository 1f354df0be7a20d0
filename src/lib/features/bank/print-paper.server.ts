import { asc, isNull } from 'drizzle-orm';
import { getFile, readWholeFile } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { units } from '../people/tables.server';
import { openPaper } from './commands/open-paper.server';
import { movePictures, pictureName } from './formats/markdown';
import type { PaperContent, PaperQuestionContent } from './paper-content.server';
import type { PrintPaper } from './paper-schema';
import { drawAnswerSheet } from './print/answer-sheet.server';
import { drawKey } from './print/key.server';
import { layOutSections, type Pictures, type PrintedPaper } from './print/model';
import { drawQuestionPaper } from './print/paper.server';
import { isWords } from './rendered';
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
	const [root] = await db
		.select({ zh: units.nameZh, en: units.nameEn })
		.from(units)
		.where(isNull(units.parentId))
		.orderBy(asc(units.path))
		.limit(1);
	const files = new Map<string, string>();
	const { title, minutes, marks, form, blueprint } = content;
	const paper: PrintedPaper = {
		...{ title, minutes, marks, form, code: `${blueprint.code}-v${blueprint.version}` },
		...{ locale: input.locale, date: input.date, answersOn: input.answersOn },
		organisation: { 'zh-CN': root?.zh ?? '', en: root?.en ?? '' },
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

function renamer(pictures: Record<string, string>, files: Map<string, string>) {
	const addressOf = (address: string) => {
		const name = pictureName(address);
		const file = name !== null && Object.hasOwn(pictures, name) ? pictures[name]! : null;
		if (file) files.set(file, file);
		return file;
	};
	const walk = (part: unknown): unknown => {
		if (typeof part !== 'object' || part === null) return part;
		if (Array.isArray(part)) return part.map(walk);
		const isText = isWords(part);
		return Object.fromEntries(
			Object.entries(part).map(([key, value]) => [
				key,
				isText && typeof value === 'string' ? movePictures(value, addressOf) : walk(value)
			])
		);
	};
	return <T>(value: T): T => (Object.keys(pictures).length ? (walk(value) as T) : value);
}

async function loadPictures(db: Database, files: ReadonlyMap<string, string>): Promise<Pictures> {
	const pictures = new Map<string, Uint8Array>();
	for (const id of files.keys()) pictures.set(id, await readWholeFile(db, await getFile(db, id)));
	return pictures;
}
