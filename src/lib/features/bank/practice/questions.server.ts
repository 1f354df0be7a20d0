import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { Question, Words } from '../question';
import type { CaseHtml, QuestionHtml, ShownHtml } from '../rendered';
import { inOrder, ownAnswer, type Aliases, type Shown } from '../shown';
import { caseVersions, itemKeys, items, itemVersions, practiceItems } from '../tables.server';
import { renderCase, renderQuestion, renderShown } from '../words.server';
import type { AnyGiven } from '../answer-fields';

/** Names the set and the file, never the picture: its name might tell something. */
export const pictureAddress = (setId: string, fileId: string): string =>
	`/practice/${setId}/pictures/${fileId}`;

/** The questions of a set as they were drawn, without what is right. */
export async function listPracticeItems(db: Database, setId: string) {
	const rows = await db
		.select({
			position: practiceItems.position,
			order: practiceItems.optionOrder,
			isAnswered: practiceItems.isAnswered,
			share: practiceItems.share,
			area: items.area,
			module: items.module,
			versionId: itemVersions.id,
			shown: itemVersions.shown,
			pictures: itemVersions.pictures,
			caseVersionId: itemVersions.caseVersionId
		})
		.from(practiceItems)
		.innerJoin(itemVersions, eq(itemVersions.id, practiceItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(practiceItems.setId, setId))
		.orderBy(asc(practiceItems.position));
	return rows.map((row) => ({ ...row, shown: inOrder(row.shown as Shown, row.order) }));
}
export type PracticeItem = Awaited<ReturnType<typeof listPracticeItems>>[number];

/** What is shown of a question whether it is answered or not. */
export const shownHtml = (setId: string, { shown, versionId, pictures }: PracticeItem): ShownHtml =>
	renderShown(shown, aroundVersion(setId, versionId, pictures));

/** The material that a question belongs to; null for one that stands alone. */
export async function caseHtml(db: Database, setId: string, item: PracticeItem): Promise<CaseHtml | null> {
	if (!item.caseVersionId) return null;
	const [found] = await db.select().from(caseVersions).where(eq(caseVersions.id, item.caseVersionId));
	if (!found) return null;
	const { id, title, material, pictures } = found;
	return renderCase(
		{ title: title as Words, material: material as Words },
		aroundVersion(setId, id, pictures)
	);
}

/** An answered question with what is right, and the answer in its own ids. */
export interface Solved {
	question: QuestionHtml;
	given: AnyGiven | null;
}

/** Null while the question is not answered: the one place where practice opens the table of keys to a reader. */
export async function solvedOf(db: Database, setId: string, item: PracticeItem): Promise<Solved | null> {
	if (!item.isAnswered) return null;
	const [found] = await db
		.select({ key: itemKeys, given: practiceItems.given })
		.from(practiceItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, practiceItems.itemVersionId))
		.where(and(eq(practiceItems.setId, setId), eq(practiceItems.position, item.position)));
	if (!found) return null;
	const question = found.key.question as Question;
	return {
		question: renderQuestion(
			asDrawn(question, item.order),
			aroundVersion(setId, item.versionId, item.pictures)
		),
		given: ownAnswer(question.type, found.given, found.key.aliases as Aliases)
	};
}

/** Options stand as they were shown; pairs and orders as they are right. */
const asDrawn = (question: Question, order: readonly string[]): Question =>
	question.type === 'single' || question.type === 'multiple' ? inOrder(question, order) : question;

/** Addresses of pictures differ by set: words with pictures are not kept for others. */
function aroundVersion(setId: string, version: string, stored: unknown) {
	const pictures = stored as Record<string, string>;
	if (!Object.keys(pictures).length) return { version };
	const picture = (name: string) => {
		const fileId = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
		return fileId === undefined ? undefined : { address: pictureAddress(setId, fileId) };
	};
	return { version: null, picture };
}
