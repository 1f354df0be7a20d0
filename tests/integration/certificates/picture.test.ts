import { mkdirSync, writeFileSync } from 'node:fs';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { FIRST_DESIGN, languagesOf, type Design } from '$lib/features/certificates/paper/design';
import { drawCertificate } from '$lib/features/certificates/paper/draw-certificate.server';
import { layoutOf } from '$lib/features/certificates/paper/layout';
import { moduleWords, printedDate } from '$lib/features/certificates/paper/words';
import type { PrintedCertificate } from '$lib/features/certificates/printed';
import { unprintableIn } from '$lib/server/pdf/fonts';
import { paint, type Glyph, type Page, type Said } from '../../support/paint';
import { printed as usual, printedMentor, printedModule } from '../../support/printed';

const printed = {
	...usual,
	grade: { 'zh-CN': '高级客户经理', en: 'Senior Customer Manager' }
};
const address = 'https://jinjie.example/verify/JH-M-26-7XK4M9Q-4R';
const plain = { address, stamp: null };

/** A ring, in a colour, on nothing. */
function ring(width: number, height: number, color: readonly [number, number, number]): Buffer {
	const png = new PNG({ width, height });
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const from = Math.hypot((2 * x) / width - 1, (2 * y) / height - 1);
			png.data.set([...color, from > 0.7 && from < 1 ? 255 : 0], (y * width + x) * 4);
		}
	}
	return PNG.sync.write(png);
}
const pictures = new Map([
	['seal', ring(120, 120, [200, 30, 30])],
	['hand', ring(200, 60, [20, 40, 160])]
]);
const signed: Partial<Design> = {
	seal: 'seal',
	signatures: [
		{ name: '沈国栋', office: { 'zh-CN': '行长', en: 'President' }, picture: 'hand' },
		{
			name: '欧阳明慧',
			office: { 'zh-CN': '人力资源部总经理', en: 'Head of Human Resources' },
			picture: null
		}
	]
};
const designs: [string, Design][] = (['landscape', 'portrait'] as const).flatMap((orientation) =>
	(['both', 'zh-CN', 'en'] as const).flatMap((languages) =>
		([{}, signed] as const).map((more): [string, Design] => [
			`${orientation} ${languages}${'seal' in more ? ' signed' : ''}`,
			{ ...FIRST_DESIGN, orientation, languages, ...more }
		])
	)
);
/** Those with the least room. */
const fullest = designs.filter(([, { seal }]) => seal);
/** Everything at its longest. */
const longest: Partial<PrintedCertificate> = {
	holder:
		'买买提依明江·阿卜杜外力·吐尔孙尼亚孜·玉素甫阿吉·艾合买提江·阿布都热合曼·努尔艾合买提·克热木江·萨迪尔·依明',
	exam: {
		'zh-CN': '客户经理资格考试'.repeat(8).slice(0, 60),
		en: 'Customer manager examination '.repeat(5).slice(0, 120)
	},
	issuer: {
		'zh-CN': '江海银行股份有限公司'.repeat(6).slice(0, 60),
		en: 'Jianghai Bank Company Limited '.repeat(5).slice(0, 120)
	}
};

const draw = (design: Design, change: Partial<PrintedCertificate> = {}) =>
	drawCertificate({ ...printed, ...change }, { design, pictures }, plain);

/** Painting takes long: each design's page is painted once, for all tests that look at it. */
const painted = new Map<Design, Promise<Page>>();
function pageOf(design: Design): Promise<Page> {
	const page = painted.get(design) ?? draw(design).then((bytes) => paint(bytes));
	painted.set(design, page);
	return page;
}
const textOf = (line: Glyph[]) => line.map(({ text }) => text).join('');
const close = (text: string) => text.replace(/\s/gu, '');

/** How many pixels of a box, in points, are as `is` says. */
function count(page: Page, box: { x: number; y: number; width: number; height: number }, is: Colour): number {
	const { data, width } = page.picture;
	let found = 0;
	for (let y = Math.floor(box.y * page.scale); y < Math.ceil((box.y + box.height) * page.scale); y++) {
		for (let x = Math.floor(box.x * page.scale); x < Math.ceil((box.x + box.width) * page.scale); x++) {
			const at = (y * width + x) * 4;
			if (is(data[at]!, data[at + 1]!, data[at + 2]!)) found++;
		}
	}
	return found;
}
type Colour = (red: number, green: number, blue: number) => boolean;
const ink: Colour = (red, green, blue) => red + green + blue < 3 * 190;
const notWhite: Colour = (red, green, blue) => red + green + blue < 3 * 250;

/** Where a glyph's ink may be: the font's tallest letters and deepest tails. */
const boxOf = ({ x, base, width, size }: Glyph) => ({ x, y: base - size * 0.88, width, height: size * 1.12 });
const boxOfLine = (line: Glyph[]) => {
	const [first, last] = [boxOf(line[0]!), boxOf(line.at(-1)!)];
	return { ...first, width: last.x + last.width - first.x };
};
type Box = ReturnType<typeof boxOf>;
const overlap = (a: Box, b: Box) =>
	a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** What is wrong with a page, for whoever reads the test's report. */
function faultsOf(page: Page, design: Design): string[] {
	const faults: string[] = [];
	for (const line of page.lines) {
		for (const glyph of line.filter(({ text }) => text.trim())) {
			if (glyph.code === 0) faults.push(`no glyph: ${textOf(line)}`);
			if (!count(page, boxOf(glyph), ink)) faults.push(`no ink: ${glyph.text} of ${textOf(line)}`);
		}
		const { x, y, width, height } = boxOfLine(line);
		// The inner rule of the frame is 33 points from the edge.
		if (x < 40 || y < 40 || x + width > page.width - 40 || y + height > page.height - 36)
			faults.push(`beyond the frame: ${textOf(line)}`);
	}
	const { qr, seal, signatures } = layoutOf(design);
	const boxes: [string, Box][] = page.lines.map((line) => [textOf(line), boxOfLine(line)]);
	boxes.push(['QR', { ...qr, width: qr.size, height: qr.size }]);
	if (design.seal) boxes.push(['seal', { ...seal, width: seal.size, height: seal.size }]);
	design.signatures.forEach((_, i) => boxes.push([`signature ${i}`, { ...signatures[i]!, height: 28 }]));
	boxes.forEach(([name, box], i) => {
		for (const [other, beside] of boxes.slice(i + 1))
			if (overlap(box, beside)) faults.push(`overlap: ${name} | ${other}`);
	});
	// Nothing runs out over the edge: outside the frame the paper is blank.
	const edge = (box: Box) => count(page, box, notWhite);
	const [width, height] = [page.width, page.height];
	if (
		edge({ x: 0, y: 0, width, height: 24 }) ||
		edge({ x: 0, y: height - 24, width, height: 24 }) ||
		edge({ x: 0, y: 0, width: 24, height }) ||
		edge({ x: width - 24, y: 0, width: 24, height })
	)
		faults.push('ink outside the frame');
	return faults;
}

/** Kept for the eye as well, where it is asked for. */
function keep(name: string, page: Page): void {
	const folder = process.env.JINJIE_PICTURES;
	if (!folder) return;
	mkdirSync(folder, { recursive: true });
	writeFileSync(`${folder}/${name.replaceAll(' ', '-')}.png`, page.png());
}

describe('the picture of a certificate', () => {
	it.each(designs)(
		'shows every character within the frame, nothing over another (%s)',
		async (name, design) => {
			const page = await pageOf(design);
			keep(name, page);
			expect(faultsOf(page, design)).toEqual([]);
			const { width, height } = page;
			expect(width > height).toBe(design.orientation === 'landscape');
			expect([Math.min(width, height), Math.max(width, height)].map(Math.round)).toEqual([595, 842]);
		}
	);

	it.each(fullest)('does so at its longest (%s)', async (name, design) => {
		const page = await paint(await draw(design, longest));
		keep(`${name} longest`, page);
		expect(faultsOf(page, design)).toEqual([]);
	});

	it.each(designs)('carries a code that another library reads as the address (%s)', async (_, design) => {
		const { picture } = await pageOf(design);
		expect(jsQR(picture.data, picture.width, picture.height)?.data).toBe(address);
	});

	it.each(designs)(
		'says in its languages what is printed, and nothing in another (%s)',
		async (_, design) => {
			const page = await pageOf(design);
			const all = page.lines.map((line) => close(textOf(line)));
			const here = languagesOf(design);
			const { grade, exam, issuer } = printed;
			for (const text of [
				design.title,
				design.statement,
				design.note,
				grade,
				exam,
				issuer,
				printedDate('2028-02-29')
			]) {
				for (const locale of ['zh-CN', 'en'] as const) {
					const found = all.some((line) => line.includes(close(text[locale])));
					expect(found, text[locale]).toBe(here.includes(locale));
				}
			}
			for (const text of [printed.number, printed.holder, address]) expect(all).toContain(text);
			if (design.languages === 'en')
				expect(all.filter((line) => /\p{Script=Han}/u.test(line)).sort()).toEqual(
					[printed.holder, ...design.signatures.map(({ name }) => name)].sort()
				);
		}
	);

	it.each(fullest)('of a module has the words of one, at its longest (%s)', async (name, design) => {
		for (const [which, about] of [
			['module', printedModule],
			['mentor', printedMentor]
		] as const) {
			const module = longest.exam!;
			const page = await paint(
				await drawCertificate(
					{ ...about, holder: longest.holder!, module, issuer: longest.issuer! },
					{ design, pictures },
					plain
				)
			);
			keep(`${name} ${which}`, page);
			expect(faultsOf(page, design)).toEqual([]);
			const said = close(page.lines.map(textOf).join(''));
			const { title, statement, note } = moduleWords(which);
			for (const text of [title, statement, note, about.grade, about.ladderName])
				for (const locale of ['zh-CN', 'en'] as const)
					expect(said.includes(close(text[locale])), text[locale]).toBe(languagesOf(design).includes(locale));
			for (const locale of languagesOf(design)) expect(said).not.toContain(close(design.statement[locale]));
		}
	});

	it.each([
		['rare characters, some beyond the first plane', '𫖯䶮㛃烎'],
		['a name of the Uyghurs', '阿卜杜外力·吐尔孙'],
		['letters with marks', 'Zoë Müller'],
		['markup', '<b>王</b>&amp;{grade}'],
		['what would end a text of the file', '(\\) >> <</A']
	])('prints %s as they are', async (_, holder) => {
		expect(await unprintableIn([holder])).toEqual([]);
		const page = await paint(await draw(FIRST_DESIGN, { holder }));
		expect(page.lines.map(textOf)).toContain(holder);
		expect(faultsOf(page, FIRST_DESIGN)).toEqual([]);
	});

	it('is refused an emoji or a character that the font lacks: its picture would be an empty box', async () => {
		const holder = '王😀𠮷明';
		expect(await unprintableIn([holder])).toEqual(['😀', '𠮷']);
		const page = await paint(await draw(FIRST_DESIGN, { holder }));
		expect(faultsOf(page, FIRST_DESIGN)).toContainEqual(expect.stringContaining('no glyph'));
	});

	it('shows seal and signature in their colours, on the paper behind them', async () => {
		for (const [, design] of fullest) {
			const page = await pageOf(design);
			const { seal, signatures } = layoutOf(design);
			const box = { ...seal, width: seal.size, height: seal.size };
			const red = count(page, box, (r, g, b) => r > 150 && g < 90 && b < 90);
			expect(red).toBeGreaterThan(box.width * box.height * page.scale ** 2 * 0.3);
			const blue = count(page, { ...signatures[0]!, height: 28 }, (r, g, b) => b > 120 && r < 90 && g < 90);
			expect(blue).toBeGreaterThan(100);
		}
	});

	it('fills in what statement and note name', async () => {
		const design: Design = {
			...FIRST_DESIGN,
			statement: { 'zh-CN': '已通过{issuer}的{exam}', en: 'has passed the {exam} of {issuer} {nothing}' },
			note: { 'zh-CN': '{ladder}：{grade}', en: '{ladder}: {grade}' }
		};
		const lines = (await paint(await draw(design), 1)).lines.map(textOf);
		expect(lines).toContain('已通过江海银行的2026年第一期客户经理资格考试');
		expect(lines).toContain(
			'has passed the Customer Manager Exam, First Sitting 2026 of Jianghai Bank {nothing}'
		);
		expect(lines).toContain('银行客户经理序列：高级客户经理');
	});

	it('stamps what does not count over the page, and its code is still read', async () => {
		const reddish: Colour = (r, g, b) => r > g + 25 && r > b + 25;
		for (const orientation of ['landscape', 'portrait'] as const) {
			const design = { ...FIRST_DESIGN, orientation };
			const page = await paint(
				await drawCertificate(printed, { design, pictures }, { address, stamp: 'revoked' })
			);
			const { width, height, picture } = page;
			expect(count(page, { x: 0, y: 0, width, height }, reddish)).toBeGreaterThan(5000);
			for (const x of [0, width - 24])
				expect(count(page, { x, y: 0, width: 24, height }, notWhite), orientation).toBe(0);
			expect(jsQR(picture.data, picture.width, picture.height)?.data).toBe(address);
		}
	});

	it('has the same bytes for the same paper, also with pictures', async () => {
		for (const [, design] of fullest) expect((await draw(design)).equals(await draw(design))).toBe(true);
	});

	it('leaves out a damaged picture and prints the rest', async () => {
		const design = { ...FIRST_DESIGN, ...signed };
		const broken = new Map([...pictures.keys()].map((name) => [name, pictures.get(name)!.subarray(0, 90)]));
		const page = await paint(await drawCertificate(printed, { design, pictures: broken }, plain), 1);
		expect(page.lines.map(textOf)).toContain('沈国栋');
	});
});

describe('the structure of a certificate', () => {
	it.each(designs)('says everything in the order of reading, pictures in words (%s)', async (_, design) => {
		const page = await pageOf(design);
		expect(page.info).toEqual({
			title: `${languagesOf(design)
				.map((locale) => design.title[locale])
				.join(' ')} ${printed.number}`,
			language: design.languages === 'en' ? 'en' : 'zh-CN',
			displayTitle: true
		});
		const [document, ...others] = page.structure;
		expect([document?.role, others]).toEqual(['Document', []]);
		const elements = document!.children;
		// Line by line what is drawn: nothing is left out, and nothing comes before its turn.
		const said = elements.filter(({ role }) => role !== 'Figure');
		expect(said.map(({ text }) => close(text))).toEqual(page.lines.map((line) => close(textOf(line))));
		// Nothing that is said belongs to no element.
		expect(elements.flatMap(({ children }) => children)).toEqual([]);
		const of = (role: string) => elements.filter((element) => element.role === role);
		const first = languagesOf(design)[0]!;
		expect(of('H1').map(({ text }) => close(text))).toEqual([close(design.title[first])]);
		expect(of('H2').map(({ text }) => close(text))).toEqual([close(printed.grade[first])]);
		const alts = of('Figure').map(({ alt }) => alt);
		expect(alts).toHaveLength(design.seal ? 3 : 1);
		expect(alts.at(-1)).toContain(address);
		if (design.seal) {
			expect(alts[0]).toContain(printed.issuer[first]);
			expect(alts[1]).toContain('沈国栋');
		}
		const english = (element: Said) => element.lang === 'en';
		const shouldBe = ({ text }: Said) =>
			design.languages === 'both' &&
			text.trim() !== '' &&
			!/\p{Script=Han}/u.test(text) &&
			/[a-z]{3}/.test(close(text));
		const names = [printed.number, address];
		for (const element of said.filter(({ text }) => !names.includes(text)))
			expect(english(element), element.text).toBe(shouldBe(element));
	});

	it('keeps the tab key in the order of the structure', async () => {
		expect((await draw(FIRST_DESIGN)).toString('latin1')).toContain('/Tabs /S');
	});
});
