import { and, asc, eq, gt, lt } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { addDays, dateIn, instantIn } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { findClashes, type Source, type SourceType } from './keep.server';
import { mondayOf } from './rules';
import { calendarFeeds, engagements } from './tables.server';

/** Something that takes a person's time. Instants in ISO form. */
export interface AgendaItem {
	id: string;
	type: SourceType;
	title: LocalText;
	place: string | null;
	href: string;
	startsAt: string;
	endsAt: string;
	tentative: boolean;
	dayOnly: boolean;
}

export interface AgendaWeek {
	/** Its Monday. */
	from: IsoDate;
	days: { date: IsoDate; items: AgendaItem[] }[];
}

function ownId(ctx: Context): string {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	authorize(ctx.actor, 'agenda.calendar.subscribe', { personId: ctx.actor.personId });
	return ctx.actor.personId;
}

/** What takes the signed-in person's time between two instants, soonest first. */
export async function getAgenda(ctx: Context, from: Date, to: Date): Promise<AgendaItem[]> {
	const personId = ownId(ctx);
	const rows = await ctx.db
		.select()
		.from(engagements)
		.where(
			and(eq(engagements.personId, personId), lt(engagements.startsAt, to), gt(engagements.endsAt, from))
		)
		.orderBy(asc(engagements.startsAt), engagements.id);
	return rows.map(({ id, sourceType, title, place, href, startsAt, endsAt, tentative, dayOnly }) => ({
		...{ id, type: sourceType, title, place, href, tentative, dayOnly },
		startsAt: startsAt.toISOString(),
		endsAt: endsAt.toISOString()
	}));
}

/** What else takes the signed-in person's time between two instants: to be shown where it does not stand in the way. */
export async function listOwnClashes(ctx: Context, from: Date, to: Date, except: readonly Source[]) {
	const clashes = await findClashes(ctx.db, [ownId(ctx)], from, to, except);
	return clashes.map(({ title, href, startsAt, endsAt }) => ({
		...{ title, href, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
	}));
}
export type OwnClash = Awaited<ReturnType<typeof listOwnClashes>>[number];

export const CALENDAR_WEEKS = 4;
const midnight = (date: IsoDate) => instantIn(`${date}T00:00`)!;

/**
 * The signed-in person's calendar by weeks, four of them from the week of `from` (this one when absent), each day with
 * what begins on it or goes on; and whether it has a secret address.
 */
export async function getCalendar(ctx: Context, from: IsoDate | null) {
	const personId = ownId(ctx);
	const today = dateIn(ctx.now);
	const first = mondayOf(from ?? today);
	const last = addDays(first, CALENDAR_WEEKS * 7);
	const items = await getAgenda(ctx, midnight(first), midnight(last));
	const weeks: AgendaWeek[] = [];
	for (let monday = first; monday < last; monday = addDays(monday, 7)) {
		const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i))
			.map((date) => ({ date, items: items.filter((item) => standsOn(item, date, monday)) }))
			.filter((day) => day.items.length || day.date === today);
		weeks.push({ from: monday, days });
	}
	const [feed] = await ctx.db
		.select({ createdAt: calendarFeeds.createdAt })
		.from(calendarFeeds)
		.where(eq(calendarFeeds.personId, personId));
	const step = (weeksAway: number) => addDays(first, 7 * weeksAway);
	return {
		...{ weeks, today, now: ctx.now.toISOString() },
		isCurrent: first === mondayOf(today),
		...{ earlier: step(-CALENDAR_WEEKS), later: step(CALENDAR_WEEKS), lastDay: addDays(last, -1) },
		subscribedAt: feed?.createdAt.toISOString() ?? null
	};
}

const isOn = (item: AgendaItem, date: IsoDate) =>
	new Date(item.startsAt) < midnight(addDays(date, 1)) && new Date(item.endsAt) > midnight(date);

/** Under each day of it; what goes on for days without hours only under the first of a week. */
const standsOn = (item: AgendaItem, date: IsoDate, monday: IsoDate) =>
	isOn(item, date) && !(item.dayOnly && date > monday && isOn(item, addDays(date, -1)));
