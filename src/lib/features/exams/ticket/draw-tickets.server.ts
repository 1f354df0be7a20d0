import type { I18n } from '$lib/i18n/i18n';
import { artifact, drawPages, type Pdf } from '$lib/server/pdf/document';
import type { Fonts } from '$lib/server/pdf/fonts';
import { qrBoxes, qrModules } from '$lib/server/pdf/qr';
import { drawLine, useFont } from '$lib/server/pdf/text';
import { toldLines } from '../components/told';
import type { Ticket } from './ticket.server';

type Root = PDFKit.PDFStructureElement;
const INK = '#1d2121';
const SOFT = '#5b6464';
const ACCENT = '#0b5c59';
const SIDE = 56;
const PAGE_WIDTH = 595.28;
const WIDTH = PAGE_WIDTH - 2 * SIDE;
const QR = { size: 116, x: PAGE_WIDTH - SIDE - 116, y: 168 } as const;
/** How much smaller everything is written, as little as fits on a page, and where that ends. */
const SCALES = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
const FOOT = 806;
const FACTS_Y = 214;
const FACTS_WIDTH = WIDTH - QR.size - 24;

/** The address that a ticket's QR code leads to: where staff find its candidate and seat. */
export const ticketAddress = (origin: string, { sittingId, number }: Ticket): string =>
	`${origin}/staff/sittings/${sittingId}/seats?q=${encodeURIComponent(number)}`;

/** Admission tickets as a PDF, an A4 page each, in one language. `origin`: where the site is reached; `at`: the file's date. */
export function drawTickets(
	tickets: readonly Ticket[],
	i18n: I18n,
	{ origin, at }: { origin: string; at: Date }
): Promise<Buffer> {
	const first = tickets[0]!;
	const title = `${i18n.t('registration.ticket.title')} · ${i18n.local(first.exam)}`;
	const info = {
		title: tickets.length === 1 ? `${title} · ${first.number}` : title,
		...{ author: i18n.local(first.issuer), subject: title, lang: i18n.locale, date: at }
	};
	return drawPages(
		info,
		'portrait',
		tickets.map((ticket) => (doc, root, fonts) => {
			const scale = SCALES.find((one) => heightAt(doc, fonts, ticket, i18n, one) <= FOOT) ?? SCALES.at(-1)!;
			drawHead(doc, root, fonts, ticket, i18n);
			const y = drawFacts(doc, root, fonts, ticket, i18n, scale);
			drawCode(doc, root, fonts, ticketAddress(origin, ticket), i18n);
			drawRules(doc, root, fonts, ticket, rulesFrom(y), i18n, scale);
		})
	);
}

function say(doc: Pdf, root: Root, type: 'H1' | 'H2' | 'P', line: Parameters<typeof drawLine>[1]): void {
	root.add(doc.struct(type, {}, () => drawLine(doc, line)));
}

/** Where the rules begin: below the facts and the code. */
const rulesFrom = (y: number) => Math.max(y, QR.y + QR.size + 40);

/** How far down a ticket reaches when it is written so much smaller. */
function heightAt(doc: Pdf, { regular, bold }: Fonts, ticket: Ticket, i18n: I18n, scale: number): number {
	let y = FACTS_Y;
	for (const [label, value] of factsOf(ticket, i18n))
		y +=
			tall(doc, regular, label, FACTS_WIDTH, 9 * scale) +
			tall(doc, bold, value, FACTS_WIDTH, 12 * scale) +
			6 * scale;
	y = rulesFrom(y) + 6 + tall(doc, bold, bringOf(ticket, i18n), WIDTH, 11 * scale) + 30;
	for (const line of toldLines(i18n, ticket.told)) y += tall(doc, regular, `· ${line}`, WIDTH, 9 * scale) + 1;
	return y;
}

function tall(doc: Pdf, font: Fonts['regular'], text: string, width: number, size: number): number {
	return useFont(doc, font, size).heightOfString(text, { width, lineGap: size * 0.35 });
}

/** Several lines, and where the next begins. */
function write(doc: Pdf, root: Root, font: Fonts['regular'], text: string, box: Box): number {
	const { x, y, width, size, color = INK } = box;
	const gap = size * 0.35;
	root.add(
		doc.struct('P', {}, () => {
			useFont(doc, font, size).fillColor(color).text(text, x, y, { width, lineGap: gap });
		})
	);
	return y + tall(doc, font, text, width, size);
}

interface Box {
	x: number;
	y: number;
	width: number;
	size: number;
	color?: string;
}

function drawHead(doc: Pdf, root: Root, { regular, bold }: Fonts, ticket: Ticket, { t, local }: I18n): void {
	const at = { x: SIDE, width: WIDTH, align: 'left' as const };
	say(doc, root, 'P', { ...at, text: local(ticket.issuer), font: regular, size: 11, y: 48, color: SOFT });
	say(doc, root, 'H1', { ...at, text: t('registration.ticket.title'), font: bold, size: 26, y: 66 });
	say(doc, root, 'H2', { ...at, text: local(ticket.exam), font: bold, size: 14, y: 108, color: ACCENT });
	artifact(doc, () => {
		doc.lineWidth(0.7).strokeColor(SOFT);
		doc
			.moveTo(SIDE, 142)
			.lineTo(SIDE + WIDTH, 142)
			.stroke();
	});
}

function factsOf(ticket: Ticket, { t, local, date }: I18n): [string, string][] {
	const { room, extraMinutes, breakMinutes } = ticket;
	const window = { from: date(ticket.opensAt, 'dateTime'), to: date(ticket.closesAt, 'dateTime') };
	const needs = [
		extraMinutes && t('registration.needs.extra', { minutes: extraMinutes }),
		breakMinutes && t('registration.needs.breaks', { minutes: breakMinutes })
	].filter(Boolean);
	return [
		[t('registration.ticket.name'), ticket.name],
		[t('registration.ticket.employee'), `${ticket.employeeNo} · ${local(ticket.unit)}`],
		[
			t('registration.ticket.room'),
			room ? `${room.name} · ${t(`registration.place.kind.${room.kind}`)}` : t('registration.ticket.no_room')
		],
		...(room?.chair ? [[t('registration.ticket.chair'), String(room.chair)] as [string, string]] : []),
		...(room?.address ? [[t('registration.ticket.address'), room.address] as [string, string]] : []),
		[t('registration.ticket.window'), t('exams.fact.from_to', window)],
		[t('registration.ticket.minutes'), t('app.minutes', { minutes: ticket.minutes })],
		...(needs.length ? [[t('registration.ticket.needs'), needs.join(' · ')] as [string, string]] : [])
	];
}

function drawFacts(
	doc: Pdf,
	root: Root,
	{ regular, bold }: Fonts,
	ticket: Ticket,
	i18n: I18n,
	scale: number
): number {
	const at = { x: SIDE, width: FACTS_WIDTH };
	const label = i18n.t('registration.ticket.number');
	write(doc, root, regular, label, { ...at, y: 158, size: 9, color: SOFT });
	write(doc, root, bold, ticket.number, { ...at, y: 171, size: 24 });
	let y = FACTS_Y;
	for (const [label, value] of factsOf(ticket, i18n)) {
		y = write(doc, root, regular, label, { ...at, y, size: 9 * scale, color: SOFT });
		y = write(doc, root, bold, value, { ...at, y, size: 12 * scale }) + 6 * scale;
	}
	return y;
}

function drawCode(doc: Pdf, root: Root, { regular }: Fonts, address: string, { t }: I18n): void {
	const { x, y, size } = QR;
	// The types do not know the box, which PDF/UA asks of a figure.
	const figure = { alt: t('registration.ticket.scan_alt') + address, bbox: [x, y, x + size, y + size] };
	root.add(
		doc.struct('Figure', figure, () => {
			for (const box of qrBoxes(qrModules(address), x, y, size))
				doc.rect(box.x, box.y, box.width, box.height);
			doc.fillColor('#000000').fill();
		})
	);
	const text = t('registration.ticket.scan');
	say(doc, root, 'P', { text, font: regular, size: 8, x, y: y + size + 4, width: size, color: SOFT });
}

const bringOf = ({ room }: Ticket, { t }: I18n): string =>
	t(room?.kind === 'online' ? 'registration.ticket.bring_online' : 'registration.ticket.bring');

function drawRules(
	doc: Pdf,
	root: Root,
	{ regular, bold }: Fonts,
	ticket: Ticket,
	top: number,
	i18n: I18n,
	scale: number
): void {
	const at = { x: SIDE, width: WIDTH };
	let y = write(doc, root, bold, bringOf(ticket, i18n), { ...at, y: top + 6, size: 11 * scale }) + 10;
	const text = i18n.t('registration.ticket.rules');
	say(doc, root, 'H2', { ...at, text, font: bold, size: 11, y, align: 'left' });
	y += 20;
	for (const line of toldLines(i18n, ticket.told))
		y = write(doc, root, regular, `· ${line}`, { ...at, y, size: 9 * scale }) + 1;
}
