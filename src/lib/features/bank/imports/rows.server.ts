import { knowledgeAreas, type KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Database } from '$lib/server/db/database';
import type { Locale } from '$lib/i18n/locales';
import { canonicalJson } from '$lib/shared/json';
import type { ParsedQuestion, Problem } from '../formats/parsed';
import { codeOf } from '../formats/sheet/vocabulary';
import type { Question } from '../question';
import { beforeInFile, commonNumbers, findAllAlike, sketched, type Sketched } from './alike.server';
import { breathe } from './breathe.server';
import { canonicalQuestion, spokenIn } from './canonical';
import type { KnownItem } from './known.server';
import type { Alike, ImportedAbout } from './model';

/** Rows of one statement. */
const ROWS = 500;
/** Rows between which other work has its turn, and what was sent goes out. */
const STEP = 20;

/** A question of a file as it is kept until it is confirmed, by the names of its columns. */
export interface Row {
	import_id: string;
	position: number;
	line: number;
	code: string | null;
	revision: number | null;
	question: Question | null;
	about: ImportedAbout;
	problems: Problem[];
	likes: Alike[];
	pictures: Record<string, never>;
	/** As a text: PostgreSQL reads one sooner than the numbers of JSON one by one. */
	sketch?: string;
}

/** Begun on before the rows of those before them are done, so that the database answers meanwhile. */
interface Begun {
	stems: Map<number, Sketched>;
	alike: Promise<Map<number, Alike[]>>;
}

/** The questions of a file with what the bank knows of them already, a few hundred at a time. */
export async function* rowsFor(
	db: Database,
	importId: string,
	questions: readonly ParsedQuestion[],
	items: ReadonlyMap<string, KnownItem>
): AsyncGenerator<Row[]> {
	const common = questions.length < ROWS ? new Map<number, number>() : await commonNumbers(db);
	const before = beforeInFile();
	const begin = async (from: number): Promise<Begun> => {
		const stems: Sketched[] = [];
		for (const [i, { question, name }] of questions.slice(from, from + ROWS).entries()) {
			const [position, code] = [from + i + 1, items.has(name) ? name : null];
			if (question) stems.push(sketched({ position, stem: question.stem, code }));
			if (i % STEP === STEP - 1) await breathe();
		}
		const alike = findAllAlike(db, stems, common);
		// Whoever waits for it hears of it; nobody else does.
		alike.catch(() => {});
		return { stems: new Map(stems.map((stem) => [stem.position, stem])), alike };
	};
	let next = await begin(0);
	for (let from = 0; from < questions.length; from += ROWS) {
		const { stems, alike } = next;
		if (from + ROWS < questions.length) next = await begin(from + ROWS);
		const likes = await alike;
		const rows: Row[] = [];
		for (const [i, parsed] of questions.slice(from, from + ROWS).entries()) {
			const position = from + i + 1;
			const own = stems.get(position);
			const same = own && before(own);
			const item = items.get(parsed.name);
			const found = likes.get(position) ?? [];
			rows.push({
				...{ import_id: importId, position, line: parsed.line, question: parsed.question, likes: found },
				...{ code: item?.code ?? null, revision: item?.revision ?? null, pictures: {} },
				problems: parsed.problems.slice(0, 20),
				about: aboutOf(parsed, item, found, same === undefined ? undefined : questions[same - 1]!.line),
				...(own && { sketch: `{${own.sketch.join(',')}}` })
			});
			if (i % STEP === STEP - 1) await breathe();
		}
		yield rows;
	}
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
	const same = item && question && isSame(item, said, tags, question);
	return {
		...said,
		name: name.slice(0, 200),
		...(parsed.file && { file: parsed.file.slice(-200) }),
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
	own: Question
): true | undefined {
	const asSaid = (Object.entries(said) as [keyof typeof said, unknown][]).every(
		([key, value]) => key === 'use' || item[key] === value
	);
	// A file that says no tags leaves those of the item (`aboutFor`).
	const sameTags = !tags.length || canonicalJson([...tags].sort()) === canonicalJson([...item.tags].sort());
	// A file in one language says nothing of the other: a version of it would only lose that.
	const languages = Object.keys(own.stem) as Locale[];
	const asSpoken = (question: Question) => canonicalJson(spokenIn(canonicalQuestion(question), languages));
	return asSaid && sameTags && asSpoken(item.question) === asSpoken(own) ? true : undefined;
}
