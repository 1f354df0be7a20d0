import { INK, INK_2, type Ink } from './layout/ink.server';
import { PAGE, WIDTH } from './layout/page';
import { gap, type Strip } from './layout/strips';
import { openElement } from './layout/structure.server';
import { letterOf, optionsOf, type PrintedQuestion } from './model';
import type { Scene } from './scene.server';

/** Questions of a block: the eye finds its row by fives. */
const ROWS = 5;
const ROW = 17.5;
const STEP = 20;
const RADIUS = 6.2;
const NUMBER = 24;

/** What stands in the circles of a question. */
function signsOf(printed: PrintedQuestion, { i18n: { t } }: Scene): string[] {
	if (printed.shown.type === 'trueFalse') return [t('bankPrint.answer.true'), t('bankPrint.answer.false')];
	return optionsOf(printed).map((_, at) => letterOf(at));
}

/** Circles by question: blocks of five, as many beside each other as fit. */
export function bubbleStrips(questions: readonly PrintedQuestion[], scene: Scene): Strip[] {
	const { setting, root } = scene;
	const { ink } = setting;
	const into = openElement(setting, root, 'P');
	const most = Math.max(4, ...questions.map((one) => signsOf(one, scene).length));
	// A question with very many options takes a row of its own, in smaller steps.
	const step = Math.min(STEP, (WIDTH - NUMBER - 10) / most);
	const wide = NUMBER + most * step + 14;
	const columns = Math.max(1, Math.floor((WIDTH + 14) / wide));
	const blocks: PrintedQuestion[][] = [];
	for (let at = 0; at < questions.length; at += ROWS) blocks.push(questions.slice(at, at + ROWS));
	const strips: Strip[] = [];
	for (let at = 0; at < blocks.length; at += columns) {
		const own = blocks.slice(at, at + columns);
		strips.push(
			{
				height: Math.max(...own.map(({ length }) => length)) * ROW + 2,
				draw(y) {
					own.forEach((block, column) => {
						const x = PAGE.side + column * (WIDTH / columns);
						block.forEach((printed, row) => {
							const middle = y + row * ROW + ROW / 2;
							into.add(() => drawRow(ink, printed.number, signsOf(printed, scene), x, middle, step));
						});
					});
				}
			},
			gap(7)
		);
	}
	return strips;
}

function drawRow(ink: Ink, number: number, signs: string[], x: number, middle: number, step: number): void {
	const style = { size: 10, bold: true };
	const label = `${number}`;
	ink.put(label, x + NUMBER - 7 - ink.width(label, style), middle + 3.5, style);
	const radius = Math.min(RADIUS, step / 2 - 0.6);
	signs.forEach((sign, at) => drawBubble(ink, sign, x + NUMBER + at * step + step / 2, middle, radius));
}

/** A circle with its sign in the middle, or filled. */
export function drawBubble(
	ink: Ink,
	raw: string,
	x: number,
	y: number,
	radius = RADIUS,
	filled = false
): void {
	if (filled) {
		ink.doc.circle(x, y, radius).fill(INK);
		return;
	}
	const text = ink.printable(raw);
	const style = { size: Math.min(radius * 1.22, (radius * 2.6) / Math.max(1, text.length)), color: INK_2 };
	ink.doc.circle(x, y, radius).lineWidth(0.7).stroke(INK);
	ink.put(text, x - ink.width(text, style) / 2, y + style.size * 0.36, style);
}

/** Black squares at the four corners: by them a scanner sets the page straight. */
export function drawCorners(ink: Ink): void {
	const [side, edge] = [11, 22];
	for (const x of [edge, PAGE.width - edge - side])
		for (const y of [edge, PAGE.height - edge - side]) ink.doc.rect(x, y, side, side).fill('#000000');
}
