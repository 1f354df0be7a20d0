import { createHash } from 'node:crypto';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { canonicalJson } from '$lib/shared/json';
import type { LoadedPaper } from './paper-load.server';
import type { Question, Words } from './question';
import type { Aliases, Shown } from './shown';
import { caseVersions, itemKeys, items, itemVersions, paperItems } from './tables.server';

/** A question of a paper with all that is printed and scored of it. */
export interface PaperQuestionContent {
	position: number;
	marks: number;
	optionOrder: string[];
	itemVersionId: string;
	shown: Shown;
	question: Question;
	aliases: Aliases;
	/** Ids of files by the names under which the words show them. */
	pictures: Record<string, string>;
	case: {
		id: string;
		versionId: string;
		title: Words;
		material: Words;
		pictures: Record<string, string>;
	} | null;
}

/** Everything of a paper that is printed and scored. */
export interface PaperContent {
	form: string;
	blueprint: { code: string; version: number };
	title: Words;
	minutes: number;
	marks: number;
	questions: PaperQuestionContent[];
}

export async function readContent(
	db: Database,
	{ paper, blueprint }: Pick<LoadedPaper, 'paper' | 'blueprint'>
): Promise<PaperContent> {
	const rows = await db
		.select({
			position: paperItems.position,
			marks: paperItems.marks,
			optionOrder: paperItems.optionOrder,
			itemVersionId: paperItems.itemVersionId,
			shown: itemVersions.shown,
			pictures: itemVersions.pictures,
			question: itemKeys.question,
			aliases: itemKeys.aliases,
			group: caseVersions
		})
		.from(paperItems)
		.innerJoin(itemVersions, eq(itemVersions.id, paperItems.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.leftJoin(caseVersions, eq(caseVersions.id, itemVersions.caseVersionId))
		.where(eq(paperItems.paperId, paper.id))
		.orderBy(asc(paperItems.position));
	const { code, version, content } = blueprint;
	return {
		...{ form: paper.form, blueprint: { code, version }, title: content.title, minutes: content.minutes },
		marks: rows.reduce((sum, { marks }) => sum + marks, 0),
		questions: rows.map(({ shown, pictures, question, aliases, group, ...row }) => ({
			...row,
			shown: shown as Shown,
			question: question as Question,
			aliases: aliases as Aliases,
			pictures: pictures as Record<string, string>,
			case: group && {
				...{ id: group.caseId, versionId: group.id, title: group.title as Words },
				...{ material: group.material as Words, pictures: group.pictures as Record<string, string> }
			}
		}))
	};
}

/** SHA-256 over everything that is printed and scored, in hexadecimal digits: what a seal fixes. */
export const hashOf = (content: PaperContent): string =>
	createHash('sha256').update(canonicalJson(content)).digest('hex');
