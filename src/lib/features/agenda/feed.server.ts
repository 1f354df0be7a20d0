import { createHash } from 'node:crypto';
import { and, asc, eq, gt, lt } from 'drizzle-orm';
import { defaultLocale, localText, type Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { people } from '../people/tables.server';
import { calendarFile, uidOf, type CalendarEvent } from './ics';
import { calendarFeeds, engagements } from './tables.server';

/** A feed holds what was in this many days, and what comes in as many as in two years. */
const DAYS_BACK = 90;
const DAYS_AHEAD = 730;
const DAY_MS = 86_400_000;

const names: Record<Locale, string> = { 'zh-CN': '进阶日程', en: 'Jinjie calendar' };

/** What is kept of a secret address: two tokens of 256 random bits have no hash in common, and none leads back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

type Row = typeof engagements.$inferSelect;

/** A row of the agenda as an event in the reader's language. */
export const eventOf = (row: Row, locale: Locale, origin: string): CalendarEvent => ({
	uid: uidOf(row.sourceType, row.sourceId),
	title: localText(row.title, locale),
	place: row.place,
	url: origin + row.href,
	startsAt: row.startsAt,
	endsAt: row.endsAt,
	dayOnly: row.dayOnly,
	tentative: row.tentative,
	updatedAt: row.updatedAt
});

/**
 * The calendar file behind a secret address, for whoever holds it: no session, no other permission. An address that
 * is unknown, renewed, ended, or of somebody who is not active is not found, after the same work.
 */
export async function readCalendarFeed(ctx: Context, token: string, origin: string): Promise<string> {
	const [feed] = await ctx.db
		.select({ personId: people.id, locale: people.locale })
		.from(calendarFeeds)
		.innerJoin(people, and(eq(people.id, calendarFeeds.personId), eq(people.status, 'active')))
		.where(eq(calendarFeeds.tokenHash, hashToken(token)));
	const rows = await rowsBetween(ctx.db, feed?.personId ?? NOBODY, ctx.now);
	if (!feed) throw notFound();
	const locale = feed.locale ?? defaultLocale;
	return calendarFile(
		rows.map((row) => eventOf(row, locale, origin)),
		{ name: names[locale], now: ctx.now }
	);
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

function rowsBetween(db: Database, personId: string, now: Date): Promise<Row[]> {
	return db
		.select()
		.from(engagements)
		.where(
			and(
				eq(engagements.personId, personId),
				gt(engagements.endsAt, new Date(now.getTime() - DAYS_BACK * DAY_MS)),
				lt(engagements.startsAt, new Date(now.getTime() + DAYS_AHEAD * DAY_MS))
			)
		)
		.orderBy(asc(engagements.startsAt), engagements.id);
}

/** The answer of a calendar file; `name` makes it a download. */
export const calendarAnswer = (text: string, name?: string): Response =>
	new Response(text, {
		headers: {
			'content-type': 'text/calendar; charset=utf-8',
			'cache-control': 'private, no-store',
			...(name ? { 'content-disposition': `attachment; filename="${name}.ics"` } : {})
		}
	});
