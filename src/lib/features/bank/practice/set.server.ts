import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import type { Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { plainText, type CaseHtml, type Html, type ShownHtml } from '../rendered';
import { getOwnSet } from './own-set.server';
import {
	caseHtml,
	listPracticeItems,
	pictureAddress,
	shownHtml,
	solvedOf,
	type PracticeItem,
	type Solved
} from './questions.server';
import { meanShare, stateOf, type PlaceState } from './rules';

export interface Place {
	position: number;
	state: PlaceState;
}

/** One question of a set: to be answered, or with what is right. */
export interface PracticeQuestion {
	position: number;
	area: KnowledgeArea;
	shown: ShownHtml;
	case: CaseHtml | null;
	/** In percent; null for what one compares oneself, and while it is open. */
	share: number | null;
	state: PlaceState;
	solved: Solved | null;
	/** Code of the module that teaches it. */
	module: string | null;
}

/** What came of a set. */
export interface PracticeSummary {
	/** In percent, of what was marked; null where nothing was. */
	share: number | null;
	answered: number;
	areas: { area: KnowledgeArea; questions: number; answered: number; share: number | null }[];
	questions: (Place & {
		area: KnowledgeArea;
		stem: Partial<Record<Locale, string>>;
		module: string | null;
	})[];
	/** Answered, and not all right. */
	again: number;
}

export interface PracticePage {
	id: string;
	area: KnowledgeArea | null;
	startedAt: string;
	finishedAt: string | null;
	places: Place[];
	/** The question that is asked for; without one, the summary is shown. */
	question: PracticeQuestion | null;
	summary: PracticeSummary | null;
}

/**
 * One's own set at a question: the one that is asked for, else the first that is open. A set that has ended shows what
 * came of it, and of its questions those that were answered. No key is read before its question is answered.
 */
export async function getPractice(
	ctx: Context,
	setId: string,
	position: number | null
): Promise<PracticePage> {
	const set = await getOwnSet(ctx, ctx.db, setId);
	const all = await listPracticeItems(ctx.db, setId);
	const at = all.find((item) => item.position === position && (item.isAnswered || !set.finishedAt));
	const item = at ?? (set.finishedAt ? undefined : all.find(({ isAnswered }) => !isAnswered));
	return {
		id: set.id,
		area: set.area as KnowledgeArea | null,
		startedAt: set.startedAt.toISOString(),
		finishedAt: set.finishedAt?.toISOString() ?? null,
		places: all.map((one) => ({ position: one.position, state: stateOf(one) })),
		question: item ? await questionOf(ctx, setId, item) : null,
		summary: item ? null : summaryOf(setId, all)
	};
}

async function questionOf(ctx: Context, setId: string, item: PracticeItem): Promise<PracticeQuestion> {
	return {
		position: item.position,
		area: item.area as KnowledgeArea,
		shown: shownHtml(setId, item),
		case: await caseHtml(ctx.db, setId, item),
		share: item.share,
		state: stateOf(item),
		solved: await solvedOf(ctx.db, setId, item),
		module: item.isAnswered ? item.module : null
	};
}

function summaryOf(setId: string, all: readonly PracticeItem[]): PracticeSummary {
	return {
		share: meanShare(all),
		answered: all.filter(({ isAnswered }) => isAnswered).length,
		areas: knowledgeAreas.flatMap((area) => {
			const own = all.filter((item) => item.area === area);
			const answered = own.filter(({ isAnswered }) => isAnswered).length;
			return own.length ? [{ area, questions: own.length, answered, share: meanShare(own) }] : [];
		}),
		questions: all.map((item) => ({
			position: item.position,
			state: stateOf(item),
			area: item.area as KnowledgeArea,
			stem: plainWords(shownHtml(setId, item).stem),
			module: item.module
		})),
		again: all.filter(({ isAnswered, share }) => isAnswered && share !== null && share < 100).length
	};
}

/** A stem on one line, its gaps as lines. */
const plainWords = (html: Html): Partial<Record<Locale, string>> =>
	Object.fromEntries(
		Object.entries(html).map(([locale, text]) => [
			locale,
			plainText(text.replace(/<span data-gap="\d+"><\/span>/g, '____')).slice(0, 200)
		])
	);

/**
 * The id of a file that a set shows its owner: with a question, with its case, or, once it is answered, with what is
 * right. Throws notFound for everybody and everything else.
 */
export async function practicePicture(ctx: Context, setId: string, fileId: string): Promise<string> {
	if (!isId(fileId)) throw notFound();
	await getOwnSet(ctx, ctx.db, setId);
	const address = pictureAddress(setId, fileId);
	for (const item of await listPracticeItems(ctx.db, setId)) {
		const shown = [
			shownHtml(setId, item),
			await caseHtml(ctx.db, setId, item),
			await solvedOf(ctx.db, setId, item)
		];
		if (JSON.stringify(shown).includes(address)) return fileId;
	}
	throw notFound();
}
