import { knowledgeAreas, type KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Database } from '$lib/server/db/database';
import { canonicalJson } from '$lib/shared/json';
import type { ParsedQuestion } from '../formats/parsed';
import { codeOf } from '../formats/sheet/vocabulary';
import type { importedQuestions } from '../tables.server';
import { alikeInside, findAllAlike, sketched, type Sketched } from './alike.server';
import { breathe } from './breathe.server';
import { canonicalQuestion } from './canonical';
import type { KnownItem } from './known.server';
import type { Alike, ImportedAbout } from './model';

/** Rows between which other work has its turn. */
const ROWS = 500;

/** A question of a file as it is kept until it is confirmed. */
export type Row = typeof importedQuestions.$inferInsert;

/** The questions of a file with what the bank knows of them already. */
export async function rowsFor(
	db: Database,
	importId: string,
	questions: readonly ParsedQuestion[],
	items: ReadonlyMap<string, KnownItem>
): Promise<Row[]> {
	const stems: Sketched[] = [];
	for (const [i, { question, name }] of questions.entries()) {
		if (question)
			stems.push(sketched({ position: i + 1, stem: question.stem, code: items.has(name) ? name : null }));
		if (i % ROWS === ROWS - 1) await breathe();
	}
	const [alike, inside] = await Promise.all([findAllAlike(db, stems), alikeInside(stems)]);
	const rows: Row[] = [];
	for (const [i, parsed] of questions.entries()) {
		const item = items.get(parsed.name);
		const likes = alike.get(i + 1) ?? [];
		const before = inside.get(i + 1);
		rows.push({
			...{ importId, position: i + 1, line: parsed.line, question: parsed.question, likes },
			...{
				code: item?.code ?? null,
				revision: item?.revision ?? null,
				problems: parsed.problems.slice(0, 20)
			},
			about: aboutOf(parsed, item, likes, before === undefined ? undefined : questions[before - 1]!.line),
			pictures: {}
		});
		if (i % ROWS === ROWS - 1) await breathe();
	}
	return rows;
}

function aboutOf(
	parsed: ParsedQuestion,
	item: KnownItem | undefined,
	likes: Alike[],
	sameAs?: number
): ImportedAbout {
	const { question, name, tags, category } = parsed;
	const area = parsed.about?.area ?? areaOf([...category].reverse().concat(tags));
	const said = { ...parsed.about, ...(area && { area }) };
	const same = item && question && isSame(item, said, tags, canonicalJson(canonicalQuestion(question)));
	return {
		...said,
		name: name.slice(0, 200),
		// A tag that names the area has said what it can.
		tags: [...new Set(tags)].filter((tag) => tag.length <= 60).slice(0, 10),
		...(parsed.case && { case: parsed.case }),
		pictures: parsed.pictures,
		taken:
			Boolean(question) &&
			!same &&
			item?.status !== 'retired' &&
			!likes.some(({ status }) => status === 'ready'),
		...(same && { same }),
		...(sameAs !== undefined && { sameAs })
	};
}

/** The area that a category or a tag names by its code or its name in either language. */
function areaOf(names: readonly string[]): KnowledgeArea | undefined {
	for (const name of names) {
		const code = codeOf('area', name);
		if (code) return knowledgeAreas.find((area) => area === code);
	}
	return undefined;
}

function isSame(
	item: KnownItem,
	said: NonNullable<ParsedQuestion['about']>,
	tags: string[],
	own: string
): true | undefined {
	const asSaid = (Object.entries(said) as [keyof typeof said, unknown][]).every(
		([key, value]) => key === 'use' || item[key] === value
	);
	const sameTags = canonicalJson([...tags].sort()) === canonicalJson([...item.tags].sort());
	return asSaid && sameTags && canonicalJson(canonicalQuestion(item.question)) === own ? true : undefined;
}
