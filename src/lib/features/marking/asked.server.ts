import { eq } from 'drizzle-orm';
import type { CaseHtml, Question, QuestionHtml } from '$lib/features/bank';
import { renderCase, renderQuestion } from '$lib/features/bank/index.server';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { caseVersions, itemKeys, itemVersions } from '../bank/tables.server';
import { keyCorrections } from '../exams/tables.server';
import { schemeOf, type Scheme } from './scheme';

/** Which question somebody reads answers to. */
export interface AskedQuestion {
	itemVersionId: string;
	correctionId: string | null;
	marks: number;
}

/** The question with the rubric that counts. */
export async function questionOf(
	db: Database,
	{ itemVersionId, correctionId }: Omit<AskedQuestion, 'marks'>
): Promise<Question> {
	const [own] = await db.select().from(itemKeys).where(eq(itemKeys.itemVersionId, itemVersionId));
	const [corrected] = correctionId
		? await db.select().from(keyCorrections).where(eq(keyCorrections.id, correctionId))
		: [];
	const question = (corrected?.question ?? own?.question) as Question | undefined;
	if (!question) throw notFound();
	return question;
}

/** How answers to a question are marked. */
export const schemeFor = async (db: Database, asked: AskedQuestion): Promise<Scheme> =>
	schemeOf(await questionOf(db, asked), asked.marks);

export type ReadQuestion = Extract<QuestionHtml, { type: 'essay' | 'shortAnswer' }>;

/** Where markers find pictures of a question or case: the address names its version and the file, and nobody's paper. */
export const pictureAddress = (versionId: string, fileId: string): string =>
	`/staff/marking/pictures/${versionId}/${fileId}`;

function around(version: string, pictures: Record<string, string>) {
	if (!Object.keys(pictures).length) return { version };
	const picture = (name: string) => {
		const fileId = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
		return fileId === undefined ? undefined : { address: pictureAddress(version, fileId) };
	};
	// Words with addresses of pictures are not kept for the pages of others.
	return { version: null, picture };
}

/** A question for who reads answers to it: the whole of it, with its case, its rubric and what a good answer holds. */
export async function showQuestion(
	db: Database,
	asked: AskedQuestion
): Promise<{ question: ReadQuestion; material: CaseHtml | null; scheme: Scheme }> {
	const [version] = await db
		.select({ id: itemVersions.id, pictures: itemVersions.pictures, case: caseVersions })
		.from(itemVersions)
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(eq(itemVersions.id, asked.itemVersionId));
	if (!version) throw notFound();
	const question = await questionOf(db, asked);
	const own = version.case;
	const shown = renderQuestion(question, around(version.id, version.pictures as Record<string, string>));
	if (shown.type !== 'essay' && shown.type !== 'shortAnswer') throw notFound();
	return {
		question: shown,
		material: own
			? renderCase(
					own as unknown as Parameters<typeof renderCase>[0],
					around(own.id, own.pictures as Record<string, string>)
				)
			: null,
		scheme: schemeOf(question, asked.marks)
	};
}
