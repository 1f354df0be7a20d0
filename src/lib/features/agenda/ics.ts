/** An event of a calendar file. */
export interface CalendarEvent {
	/** The same for the same event in every file, for ever. */
	uid: string;
	title: string;
	place: string | null;
	/** Address of its page, with the site's origin. */
	url: string;
	startsAt: Date;
	endsAt: Date;
	/** Only the days count, in the organisation's zone; `endsAt` is the first instant after the last. */
	dayOnly: boolean;
	tentative: boolean;
	updatedAt: Date;
	/** How often it changed, where that is counted; else it follows from `updatedAt`. */
	sequence?: number;
}

export interface CalendarHead {
	name: string;
	/** When the file is made. */
	now: Date;
	/** Days of events without hours are those of this offset from UTC, in minutes; Shanghai has had no other since 1991. */
	offset?: number;
}

const encoder = new TextEncoder();
const MAX_OCTETS = 75;

/**
 * A content line in lines of at most 75 octets, without the line break, none cut within a character (RFC 5545, 3.1).
 * The space that begins a further line counts.
 */
export function foldLine(line: string): string {
	const parts: string[] = [];
	let part = '';
	let octets = 0;
	for (const character of line) {
		const size = encoder.encode(character).length;
		if (octets + size > MAX_OCTETS) {
			parts.push(part);
			part = ' ';
			octets = 1;
		}
		part += character;
		octets += size;
	}
	return [...parts, part].join('\r\n');
}

/** Puts folded lines together again. */
export const unfold = (text: string): string => text.replace(/\r\n[ \t]/g, '');

/** A text as the value of a property (RFC 5545, 3.3.11); control characters have no place in one. */
export const escapeText = (text: string): string =>
	text
		.replace(/\r\n?/g, '\n')
		.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ')
		.replace(/[\\;,]/g, (character) => `\\${character}`)
		.replaceAll('\n', '\\n');

/** The text that `escapeText` wrote. */
export const unescapeText = (value: string): string =>
	value.replace(/\\([\\;,nN])/g, (_, character: string) => (/n/i.test(character) ? '\n' : character));

/** An instant in UTC, e.g. `20260302T020000Z`: no time zone needs to be described. */
export const utcStamp = (instant: Date): string =>
	`${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** Rises with every change of the event (RFC 5545, 3.8.7.4): seconds since 2020, good until 2088. */
export const sequenceOf = (updatedAt: Date): number =>
	Math.max(0, Math.floor((updatedAt.getTime() - Date.UTC(2020, 0, 1)) / 1000));

/** A calendar file (RFC 5545) that publishes events, its lines ending in CRLF. */
export function calendarFile(
	events: readonly CalendarEvent[],
	{ name, now, offset = 480 }: CalendarHead
): string {
	const dayOf = (instant: Date) =>
		new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, 10).replaceAll('-', '');
	const lines = events.flatMap((event) => [
		'BEGIN:VEVENT',
		`UID:${event.uid}`,
		`DTSTAMP:${utcStamp(now)}`,
		`LAST-MODIFIED:${utcStamp(event.updatedAt)}`,
		`SEQUENCE:${event.sequence ?? sequenceOf(event.updatedAt)}`,
		...(event.dayOnly
			? [
					`DTSTART;VALUE=DATE:${dayOf(event.startsAt)}`,
					`DTEND;VALUE=DATE:${dayOf(event.endsAt)}`,
					'TRANSP:TRANSPARENT'
				]
			: [`DTSTART:${utcStamp(event.startsAt)}`, `DTEND:${utcStamp(event.endsAt)}`]),
		`SUMMARY:${escapeText(event.title)}`,
		...(event.place ? [`LOCATION:${escapeText(event.place)}`] : []),
		`URL:${event.url}`,
		`STATUS:${event.tentative ? 'TENTATIVE' : 'CONFIRMED'}`,
		'END:VEVENT'
	]);
	return [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		'PRODID:-//Jinjie//Calendar//ZH',
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		`NAME:${escapeText(name)}`,
		`X-WR-CALNAME:${escapeText(name)}`,
		'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
		'X-PUBLISHED-TTL:PT1H',
		...lines,
		'END:VCALENDAR'
	]
		.map((line) => `${foldLine(line)}\r\n`)
		.join('');
}

/** The identity of an event in every calendar file. */
export const uidOf = (sourceType: string, sourceId: string): string => `${sourceType}-${sourceId}@jinjie`;
