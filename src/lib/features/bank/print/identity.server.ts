import { artifact } from '$lib/server/pdf/document';
import { drawBubble } from './bubbles.server';
import { candidateBox } from './candidate.server';
import { INK, INK_2 } from './layout/ink.server';
import { PAGE, WIDTH } from './layout/page';
import { gap, type Strip } from './layout/strips';
import { openElement } from './layout/structure.server';
import { labelledBlanks, type Scene } from './scene.server';

/** Boxes for a staff number; the longest in use have eight characters. */
const BOXES = 10;
const BOX = 20;

/** Who sits the exam: name, unit, room and seat on lines, the staff number in boxes, the form as a filled circle. */
export function identityStrips(scene: Scene): Strip[] {
	const { t } = scene.i18n;
	const { candidate } = scene.paper;
	if (candidate) return [...candidateBox(candidate, scene), fillStrip(scene), gap(10)];
	return [
		...labelledBlanks([t('bankPrint.candidate.name'), t('bankPrint.candidate.unit')], scene),
		...labelledBlanks(
			[t('bankPrint.candidate.room'), t('bankPrint.candidate.seat'), t('bankPrint.candidate.signature')],
			scene
		),
		boxes(scene),
		fillStrip(scene),
		gap(10)
	];
}

function boxes({ setting, root, i18n, paper }: Scene): Strip {
	const { ink } = setting;
	const { t } = i18n;
	const into = openElement(setting, root, 'P');
	const style = { size: 10.5 };
	return {
		height: 32,
		draw(y) {
			const number = t('bankPrint.candidate.number');
			const from = PAGE.side + Math.max(46, ink.width(number, style) + 8);
			into.add(() => ink.put(number, PAGE.side, y + 22, style));
			artifact(ink.doc, () => {
				for (let at = 0; at < BOXES; at++)
					ink.doc
						.rect(from + at * BOX, y + 8, BOX, BOX)
						.lineWidth(0.8)
						.stroke(INK);
			});
			const form = `${t('bankPrint.sheet.form')}  ${paper.form}`;
			const right = from + BOXES * BOX + 24;
			into.add(() => {
				const text = ink.printable(form.slice(0, 24));
				ink.put(text, right, y + 22, { size: 10.5, bold: true });
				drawBubble(ink, '', right + ink.width(text, { size: 10.5, bold: true }) + 14, y + 18.5, 6.2, true);
			});
		}
	};
}

/** How a circle is filled, and the circle that invigilators fill for who has not come. */
function fillStrip({ setting, root, i18n: { t } }: Scene): Strip {
	const { ink } = setting;
	const into = openElement(setting, root, 'P');
	const small = { size: 9, color: INK_2 };
	return {
		height: 22,
		draw(y) {
			into.add(() => {
				const fill = ink.printable(t('bankPrint.sheet.fill'));
				ink.put(fill, PAGE.side, y + 14, small);
				const x = PAGE.side + ink.width(fill, small) + 14;
				drawBubble(ink, '', x, y + 11, 5.4, true);
				const staff = ink.printable(`${t('bankPrint.sheet.wrong')}：${t('bankPrint.sheet.absent')}`);
				const at = PAGE.side + WIDTH - ink.width(staff, small) - 20;
				ink.put(staff, at, y + 14, small);
				drawBubble(ink, '', PAGE.side + WIDTH - 8, y + 11, 5.4);
			});
		}
	};
}
