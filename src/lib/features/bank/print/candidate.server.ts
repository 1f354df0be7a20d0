import { artifact } from '$lib/server/pdf/document';
import { qrBoxes, qrModules } from '$lib/server/pdf/qr';
import { INK, INK_2, type Ink } from './layout/ink.server';
import { PAGE, WIDTH } from './layout/page';
import { gap, type Strip } from './layout/strips';
import { openElement } from './layout/structure.server';
import type { PrintedCandidate } from './model';
import type { Scene } from './scene.server';

const CODE = 78;
const HEIGHT = 92;

/** Who sits the exam as it is known before: in a frame, with the ticket's number for the eye and for a scanner, and room to sign. */
export function candidateBox(candidate: PrintedCandidate, { setting, root, i18n: { t } }: Scene): Strip[] {
	const { ink } = setting;
	const into = openElement(setting, root, 'P');
	const left = PAGE.side + 10;
	const second = left + (WIDTH - CODE) * 0.5;
	const room = second - left - 10;
	const chair = candidate.chair === null ? '—' : String(candidate.chair);
	const label = (key: 'ticket' | 'seat' | 'name' | 'number' | 'unit' | 'room' | 'signature') =>
		`${t(`bankPrint.candidate.${key}`)}  `;
	const fact = (key: Parameters<typeof label>[0], value: string, x: number, y: number, size = 10.5) => {
		const words = ink.printable(label(key));
		ink.put(words, x, y, { size: 9, color: INK_2 });
		const from = x + ink.width(words, { size: 9 });
		put(ink, ink.printable(value), from, y, size, room - (from - x));
		return from;
	};
	return [
		gap(2),
		{
			height: HEIGHT,
			draw(y) {
				into.add(() => {
					fact('ticket', candidate.ticket, left, y + 22, 15);
					fact('seat', chair, second, y + 22, 15);
					fact('name', candidate.name, left, y + 43);
					fact('number', candidate.employeeNo, second, y + 43);
					fact('unit', candidate.unit, left, y + 61);
					fact('room', candidate.room, second, y + 61);
				});
				let from = left;
				into.add(() => {
					from = fact('signature', '', left, y + 82);
				});
				artifact(ink.doc, () => {
					ink.rule(from, y + 84, second + room - 10, y + 84, { width: 0.7 });
					ink.doc
						.rect(PAGE.side, y, WIDTH, HEIGHT - 2)
						.lineWidth(0.9)
						.stroke(INK);
					drawTicketCode(ink, candidate.ticket, PAGE.side + WIDTH - CODE - 6, y + 6, CODE);
				});
			}
		},
		gap(4)
	];
}

/** One line in bold, made smaller where its room ends. */
function put(ink: Ink, text: string, x: number, y: number, size: number, room: number): void {
	const width = ink.width(text, { size, bold: true });
	ink.put(text, x, y, { size: width > room ? (size * room) / width : size, bold: true });
}

/** A ticket's number as a QR code in a square: by it a scanner knows whose page it is. */
export function drawTicketCode(ink: Ink, ticket: string, x: number, y: number, size: number): void {
	for (const box of qrBoxes(qrModules(ticket), x, y, size)) ink.doc.rect(box.x, box.y, box.width, box.height);
	ink.doc.fillColor('#000000').fill();
}
