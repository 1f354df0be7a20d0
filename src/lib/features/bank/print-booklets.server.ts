import { inArray, eq } from 'drizzle-orm';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Locale } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import { answerSheet } from './print/answer-sheet.server';
import { drawSheet } from './print/layout/sheet.server';
import { layOutSections, wordsIn, type PrintedCandidate, type PrintedPaper } from './print/model';
import { questionPaper } from './print/paper.server';
import { infoOf, partOf } from './print/scene.server';
import { loadPictures, organisationOf, renamer } from './print-content.server';
import type { Words } from './question';
import { inOrder, type Shown } from './shown';
import { caseVersions, itemVersions } from './tables.server';

/** One candidate's frozen paper, to be printed for them alone. */
export interface Booklet {
	candidate: PrintedCandidate;
	minutes: number;
	/** What tells this paper from every other: stands on each page. */
	contentHash: string;
	/** In the order of the paper. */
	questions: { itemVersionId: string; optionOrder: readonly string[]; marks: number }[];
}

/** What all booklets of a file share. */
export interface BookletHead {
	title: Words;
	/** Of the sitting: stands where the code of a form does. */
	code: string;
	/** The day of the exam, `YYYY-MM-DD`. */
	date: string;
	locale: Locale;
}

/**
 * Booklets as one PDF, in their order: each candidate's question paper, then their answer sheet, both from the front of a
 * leaf. Made of what is shown: no key is read. Asks no permission: the exam whose papers they are has.
 */
export async function drawBooklets(
	db: Database,
	head: BookletHead,
	booklets: readonly Booklet[]
): Promise<Buffer> {
	const files = new Map<string, string>();
	const versions = await loadShown(db, booklets, files);
	const shared = {
		...{ title: head.title, code: head.code, date: head.date, locale: head.locale, form: '' },
		...{ organisation: await organisationOf(db), answersOn: 'sheet' as const }
	};
	const i18n = await loadStaffI18n(head.locale);
	const parts = booklets.flatMap(({ candidate, minutes, contentHash, questions }) => {
		const printed = questions.map(({ itemVersionId, optionOrder, marks }) => {
			const { shown, case: own } = versions.get(itemVersionId)!;
			return { marks, optionOrder, shown: inOrder(shown, optionOrder), case: own };
		});
		const paper: PrintedPaper = {
			...{ ...shared, candidate, minutes, contentHash },
			marks: questions.reduce((sum, { marks }) => sum + marks, 0),
			sections: layOutSections(printed)
		};
		return [questionPaper, answerSheet].map((writing) => partOf(paper, writing, i18n));
	});
	const about = { ...shared, marks: 0, minutes: 0, contentHash: '' };
	const info = await infoOf(about, wordsIn(head.title, head.locale), i18n);
	return drawSheet(info, await loadPictures(db, files), parts);
}

/** What is shown of every question of some booklets, by its version; pictures are called by their files, named in `files`. */
async function loadShown(db: Database, booklets: readonly Booklet[], files: Map<string, string>) {
	const ids = [
		...new Set(booklets.flatMap(({ questions }) => questions.map(({ itemVersionId }) => itemVersionId)))
	];
	const rows = await db
		.select({
			id: itemVersions.id,
			shown: itemVersions.shown,
			pictures: itemVersions.pictures,
			group: caseVersions
		})
		.from(itemVersions)
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(inArray(itemVersions.id, ids));
	const own = (pictures: unknown) => renamer(pictures as Record<string, string>, files);
	return new Map(
		rows.map(({ id, shown, pictures, group }) => [
			id,
			{
				shown: own(pictures)(shown as Shown),
				case: group && {
					id: group.caseId,
					...own(group.pictures)({ title: group.title as Words, material: group.material as Words })
				}
			}
		])
	);
}
