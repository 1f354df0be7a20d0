import type { DeskCandidate, DeskEvent, DeskNews } from './desk';

/** A room as a desk shows it. */
export interface DeskPicture {
	room: DeskNews['room'];
	candidates: DeskCandidate[];
	events: DeskEvent[];
}

/** What a desk shows after it was told something. Who did not change is the same object, and is not drawn again. */
export function applyNews(before: DeskPicture, news: DeskNews): DeskPicture {
	const { room, events } = news;
	if (news.whole) return { room, events, candidates: news.candidates };
	const told = new Map(news.candidates.map((one) => [one.registrationId, one]));
	const gone = new Set(news.gone);
	const kept = before.candidates
		.filter(({ registrationId }) => !gone.has(registrationId))
		.map((one) => told.get(one.registrationId) ?? one);
	const known = new Set(before.candidates.map(({ registrationId }) => registrationId));
	const come = news.candidates.filter(({ registrationId }) => !known.has(registrationId));
	const candidates = come.length ? [...kept, ...come].sort(bySeat) : kept;
	return { room, events, candidates };
}

/** By chair, and those without one after them by ticket: as the database lists them. */
const bySeat = (a: DeskCandidate, b: DeskCandidate): number =>
	(a.chair ?? Infinity) === (b.chair ?? Infinity)
		? a.ticket < b.ticket
			? -1
			: 1
		: (a.chair ?? Infinity) - (b.chair ?? Infinity);

/** Whether a candidate is meant by what was typed: name, number, ticket or chair. */
export function isMeant(
	{ name, employeeNo, ticket, chair }: Pick<DeskCandidate, 'name' | 'employeeNo' | 'ticket' | 'chair'>,
	typed: string
): boolean {
	const sought = typed.trim().toLowerCase();
	if (!sought) return true;
	if (/^\d{1,3}$/.test(sought) && chair === Number(sought)) return true;
	return [name, employeeNo, ticket].some((text) => text.toLowerCase().includes(sought));
}
