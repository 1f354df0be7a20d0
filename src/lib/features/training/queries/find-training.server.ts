import { authorize } from '$lib/access/can';
import { locales, type Locale, type LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { loadCards, type ModuleCard } from '../cards.server';
import { findLessons, type LessonHit } from '../search/find-lessons.server';
import { normalise, parseQuery } from '$lib/shared/search-terms';
import { isWithin, type TrainingFilter } from '../training-filter';
import { listModules, type ModuleListing } from './my-training.server';

export const HITS_PAGE = 20;

export interface TrainingHit extends Omit<LessonHit, 'moduleId'> {
	module: { code: string; title: LocalText; state: ModuleListing['state'] };
	minutes: number;
	href: string;
}

/**
 * What the catalogue holds within a filter: modules as the person who asks stands to them, and with words to look for
 * the lessons that answer them, a page of them, in their language or, where that has none, in the other.
 */
export async function findTraining(ctx: Context, filter: TrainingFilter) {
	authorize(ctx.actor, 'training.module.read');
	const listed = (await listModules(ctx)).filter((module) => isWithin(module, filter));
	const question = parseQuery(filter.q);
	if (!question) return { modules: filter.q ? [] : listed, hits: [], language: ctx.locale, hasMore: false };
	const typed = normalise(filter.q);
	const cards = new Map((await loadCards(ctx.db)).map((card) => [card.moduleId, card]));
	const codes = new Map(listed.map((module) => [module.code, module]));
	const within = [...cards.values()].filter(({ code }) => codes.has(code));
	const ids = within.length === cards.size ? null : within.map(({ moduleId }) => moduleId);
	const page = { limit: HITS_PAGE + 1, offset: (filter.page - 1) * HITS_PAGE };
	const other = locales.find((locale) => locale !== ctx.locale) ?? ctx.locale;
	let language: Locale = ctx.locale;
	let found = await findLessons(ctx.db, question, language, ids, page);
	if (!found.length && filter.page === 1) {
		found = await findLessons(ctx.db, question, other, ids, page);
		if (found.length) language = other;
	}
	return {
		modules: listed.filter(({ title }) => locales.some((locale) => normalise(title[locale]).includes(typed))),
		hits: found.slice(0, HITS_PAGE).flatMap((hit) => {
			const card = cards.get(hit.moduleId);
			const listing = card && codes.get(card.code);
			return card && listing ? [show(hit, card, listing, language === ctx.locale)] : [];
		}),
		language,
		hasMore: found.length > HITS_PAGE
	};
}

function show(
	{ moduleId: _id, ...hit }: LessonHit,
	card: ModuleCard,
	listing: ModuleListing,
	isOwn: boolean
): TrainingHit {
	const base = `/training/${card.code}`;
	// A lesson opens once its module has been begun.
	const isOpen = listing.state !== 'notStarted';
	return {
		...hit,
		module: { code: card.code, title: card.title, state: listing.state },
		minutes: card.lessons.find(({ slug }) => slug === hit.lesson)?.minutes ?? 0,
		href: isOpen ? `${base}/${hit.lesson}${isOwn ? fragmentOf(hit) : ''}` : base
	};
}

/** The place in a lesson: its heading, and the words themselves for browsers that scroll to a text. */
function fragmentOf({ place, words }: Pick<LessonHit, 'place' | 'words'>): string {
	const text = words ? `:~:text=${encodeURIComponent(words).replaceAll('-', '%2D')}` : '';
	return `#${encodeURIComponent(place?.id ?? 'lesson')}${text}`;
}
