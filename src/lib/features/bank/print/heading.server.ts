import { artifact } from '$lib/server/pdf/document';
import { candidateBox } from './candidate.server';
import { BODY, textStrips } from './layout/paragraphs.server';
import { INK_2 } from './layout/ink.server';
import { PAGE, PAGE_ROOM, WIDTH } from './layout/page';
import { gap, keptWithNext, together, type Strip } from './layout/strips';
import { marksEach, sectionNumber, sumOfMarks, type PrintedSection } from './model';
import { labelledBlanks, type DocumentKind, type Scene } from './scene.server';

const COLUMN = { x: PAGE.side, width: WIDTH };

/** Organisation, title, kind of document and the paper's facts, in the middle below the form mark. */
export function headingStrips(scene: Scene, kind: DocumentKind): Strip[] {
	const { paper, i18n, say, root, setting } = scene;
	const { t } = i18n;
	const middle = { align: 'center' };
	const count = paper.sections.reduce((sum, { questions }) => sum + questions.length, 0);
	const facts = [
		t('bankPrint.code', { code: paper.code }),
		t('bankPrint.date', { date: isDay(paper.date) ? i18n.date(paper.date) : paper.date }),
		...(kind === 'paper' ? [t('bankPrint.minutes', { minutes: paper.minutes })] : []),
		t('bankPrint.marks', { marks: paper.marks }),
		t('bankPrint.count', { count })
	].join('　');
	return [
		...textStrips(say(paper.organisation), COLUMN, root, setting, { ...middle, style: { size: 11.5 } }),
		...textStrips(say(paper.title), COLUMN, root, setting, {
			...{ ...middle, type: 'H1', leading: 1.4, style: { size: 18, bold: true } }
		}),
		...textStrips(t(`bankPrint.kind.${kind}`), COLUMN, root, setting, {
			...{ ...middle, style: { size: 13, bold: true } }
		}),
		gap(2),
		...textStrips(facts, COLUMN, root, setting, { ...middle, style: { size: 9.5, color: INK_2 } }),
		gap(6)
	];
}

const isDay = (date: string) => /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));

/** Who sits the exam, or lines for it. */
export function candidateStrips(scene: Scene): Strip[] {
	const { t } = scene.i18n;
	if (scene.paper.candidate) return [...candidateBox(scene.paper.candidate, scene), gap(8)];
	return [
		...labelledBlanks(
			[t('bankPrint.candidate.name'), t('bankPrint.candidate.number'), t('bankPrint.candidate.unit')],
			scene
		),
		...labelledBlanks(
			[t('bankPrint.candidate.room'), t('bankPrint.candidate.seat'), t('bankPrint.candidate.signature')],
			scene
		),
		gap(8)
	];
}

/** What a candidate has to heed, in a frame. */
export function ruleStrips({ paper, i18n, root, setting }: Scene): Strip[] {
	const { t } = i18n;
	const { ink } = setting;
	const style = { size: 9.5 };
	const { form, candidate } = paper;
	const identity = t(candidate ? 'bankPrint.rules.printed' : 'bankPrint.rules.identity');
	const rules =
		paper.answersOn === 'sheet'
			? [
					...(candidate ? [identity] : [t('bankPrint.rules.form', { form }), identity]),
					...[t('bankPrint.rules.sheet'), t('bankPrint.rules.fill'), t('bankPrint.rules.end')]
				]
			: [
					...[t('bankPrint.rules.form.paper', { form }), identity],
					...[t('bankPrint.rules.paper'), t('bankPrint.rules.end.paper')]
				];
	const inner = { x: PAGE.side + 8, width: WIDTH - 16 };
	const strips = [
		...textStrips(t('bankPrint.rules'), inner, root, setting, { style: { ...style, bold: true } }),
		...rules.flatMap((rule, at) =>
			textStrips(`${at + 1}. ${rule}`, inner, root, setting, { style, leading: 1.45 })
		)
	];
	return [...framed(strips, inner.x - 8, inner.width + 16, ink), gap(4)];
}

/** A frame around strips, open where a page ends. */
export function framed(strips: Strip[], x: number, width: number, ink: Scene['setting']['ink']): Strip[] {
	const edge = (y: number) => artifact(ink.doc, () => ink.rule(x, y, x + width, y));
	const sides = (y: number, height: number) =>
		artifact(ink.doc, () => {
			for (const side of [x, x + width]) ink.rule(side, y, side, y + height);
		});
	const pad: Strip = { height: 5, draw: () => undefined };
	const inner: Strip[] = [
		{ ...pad, keep: true },
		...strips.map((strip, at) => (at === strips.length - 1 ? { ...strip, keep: true } : strip)),
		pad
	];
	return inner.map((strip, at) => ({
		...strip,
		...(strip.head && { head: framedHead(strip.head, sides) }),
		blank: false,
		draw(y) {
			strip.draw(y);
			sides(y, strip.height);
			if (at === 0) edge(y);
			if (at === inner.length - 1) edge(y + strip.height);
		}
	}));
}

const framedHead = (head: NonNullable<Strip['head']>, sides: (y: number, height: number) => void) => ({
	...head,
	draw(y: number) {
		head.draw(y);
		sides(y, head.height);
	}
});

/** 一、单项选择题（本题共 20 小题，每小题 2 分，共 40 分） and what is to be done; stays with what follows. */
export function sectionStrips(section: PrintedSection, place: number, scene: Scene, told = true): Strip[] {
	const { i18n, say, root, setting, paper } = scene;
	const { t } = i18n;
	const each = marksEach(section);
	const figures = { count: section.questions.length, total: sumOfMarks(section.questions) };
	const heading = t('bankPrint.section', {
		number: sectionNumber(place, paper.locale),
		kind: t(`bankPrint.type.${section.kind}`)
	});
	const share =
		each === null ? t('bankPrint.section.mixed', figures) : t('bankPrint.section.each', { ...figures, each });
	const words = say(section.instructions) || t(`bankPrint.instruction.${section.kind}`);
	const space = paper.locale === 'en' ? ' ' : '';
	return keptWithNext(
		together(
			[
				gap(12),
				...textStrips(`${heading}${space}${share}`, COLUMN, root, setting, {
					...{ type: 'H2', style: { size: 12, bold: true } }
				}),
				...(told
					? textStrips(words, COLUMN, root, setting, { style: { ...BODY, size: 9.5, color: INK_2 } })
					: []),
				gap(3)
			],
			PAGE_ROOM / 3
		)
	);
}
