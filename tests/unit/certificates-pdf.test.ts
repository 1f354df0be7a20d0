import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import {
	drawCertificate,
	FIRST_PAPER,
	type Stamp
} from '$lib/features/certificates/paper/draw-certificate.server';
import { printedDate } from '$lib/features/certificates/paper/words';
import type { PrintedCertificate } from '$lib/features/certificates/printed';
import { unprintableIn } from '$lib/server/pdf/fonts';
import { QUIET_ZONE, qrBoxes, qrModules } from '$lib/server/pdf/qr';
import { printed } from '../support/printed';

const options = { address: 'https://jinjie.example/verify/JH-M-26-7XK4M9Q-4R', stamp: null };

/** The file's streams inflated, each as text of one byte per character. */
function streamsOf(bytes: Buffer): string[] {
	const text = bytes.toString('latin1');
	return [...text.matchAll(/stream\r?\n/g)].flatMap((match) => {
		const from = match.index + match[0].length;
		try {
			return [inflateSync(bytes.subarray(from, text.indexOf('endstream', from))).toString('latin1')];
		} catch {
			return [];
		}
	});
}

/** Every character that the file's fonts can be read back as, from their ToUnicode tables. */
function readableCharacters(bytes: Buffer): Set<string> {
	const tables = streamsOf(bytes).filter((stream) => stream.includes('beginbfrange'));
	const points = tables.flatMap((table) =>
		[...table.matchAll(/<([0-9a-f ]+)>/gi)].map((match) => match[1] ?? '')
	);
	const decode = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le');
	return new Set(
		points.filter((hex) => hex.replaceAll(' ', '').length % 4 === 0).flatMap((hex) => [...decode(hex)])
	);
}

/** The modules as pixels, eight to a side. */
function pixelsOf(modules: boolean[][]) {
	const scale = 8;
	const side = modules.length * scale;
	const data = new Uint8ClampedArray(side * side * 4).fill(255);
	for (const { x, y, width, height } of qrBoxes(modules, 0, 0, side)) {
		for (let py = Math.round(y); py < Math.round(y + height); py++) {
			for (let px = Math.round(x); px < Math.round(x + width); px++)
				data.fill(0, (py * side + px) * 4, (py * side + px) * 4 + 3);
		}
	}
	return { data, side };
}

describe('the QR code', () => {
	it('is read back as the address, from the rectangles that are drawn', () => {
		const { data, side } = pixelsOf(qrModules(options.address));
		expect(jsQR(data, side, side)?.data).toBe(options.address);
	});

	it('has a light zone of four modules on each side', () => {
		const modules = qrModules(options.address);
		const last = modules.length - QUIET_ZONE;
		modules.forEach((row, y) =>
			row.forEach((dark, x) => {
				if (Math.min(x, y) < QUIET_ZONE || Math.max(x, y) >= last) expect(dark).toBe(false);
			})
		);
	});

	it('covers exactly the dark modules', () => {
		fc.assert(
			fc.property(fc.webUrl(), (address) => {
				const modules = qrModules(address);
				const dark = modules.flat().filter(Boolean).length;
				const area = qrBoxes(modules, 0, 0, modules.length).reduce(
					(sum, box) => sum + box.width * box.height,
					0
				);
				expect(area).toBeCloseTo(dark, 6);
			}),
			{ numRuns: 20 }
		);
	});
});

describe('the font', () => {
	it('has the characters of rare names and names those that it lacks', async () => {
		expect(await unprintableIn(['烎㛃䶮𬭎𫖯𬀩㐱', '阿卜杜外力·吐尔孙', 'Zoë Müller'])).toEqual([]);
		expect(await unprintableIn(['王𰻝明', '\u0007'])).toEqual(['𰻝', '\u0007']);
	});
});

/** The drawing itself: what a certificate without a template looked like when the first ones were issued. */
const FIRST_DRAWING = '608a47884bda19a060446e67c8e2ab70b19264436a09a9223277064f293710aa';

describe('the certificate as PDF', () => {
	it('draws what was issued before there were templates as it always did', async () => {
		const streams = streamsOf(await drawCertificate(printed, FIRST_PAPER, options));
		const [page = ''] = streams.filter((stream) => stream.includes(' Tf'));
		// The rosette stood among the rest then; now the page names it.
		const [rosette = ''] = streams.filter((stream) => stream.endsWith(' l\nh\nS\n'));
		const drawing = page.replace('/Rosette Do\n', () => rosette);
		expect(createHash('sha256').update(drawing).digest('hex')).toBe(FIRST_DRAWING);
	});

	it('is the same however many others were drawn before', async () => {
		const first = await drawCertificate(printed, FIRST_PAPER, options);
		await drawCertificate({ ...printed, holder: '欧阳一' }, FIRST_PAPER, options);
		await drawCertificate(
			printed,
			{ ...FIRST_PAPER, design: { ...FIRST_PAPER.design, orientation: 'portrait' } },
			options
		);
		expect((await drawCertificate(printed, FIRST_PAPER, options)).equals(first)).toBe(true);
	});

	it('is one tagged A4 page in landscape, in Chinese, with PDF/UA declared', async () => {
		const file = (await drawCertificate(printed, FIRST_PAPER, options)).toString('latin1');
		expect(file.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
		expect(file).toContain('/MediaBox [0 0 841.89 595.28]');
		expect(file).toContain('/Marked true');
		expect(file).toContain('/Lang (zh-CN)');
		expect(file).toContain('/DisplayDocTitle true');
		expect(file).toMatch(/<pdfuaid:part>1</);
		expect(file.match(/\/S \/(H1|H2|Figure)\b/g)).toEqual(
			expect.arrayContaining(['/S /H1', '/S /H2', '/S /Figure'])
		);
	});

	it('carries fonts that can draw and give back every character of what is printed', async () => {
		const readable = readableCharacters(await drawCertificate(printed, FIRST_PAPER, options));
		const texts = [
			printed.holder,
			printed.number,
			options.address,
			'资格证书',
			...[printed.grade, printed.exam, printed.issuer, printed.ladderName].flatMap((text) =>
				Object.values(text)
			),
			...Object.values(printedDate(printed.issuedOn)),
			...Object.values(printedDate(printed.validTo))
		];
		expect([...texts.join('')].filter((character) => !readable.has(character))).toEqual([]);
	});

	it('is the same to the byte for the same input, and different for another', async () => {
		const hash = async (change: Partial<PrintedCertificate>, stamp: Stamp | null = null) =>
			createHash('sha256')
				.update(await drawCertificate({ ...printed, ...change }, FIRST_PAPER, { ...options, stamp }))
				.digest('hex');
		const first = await hash({});
		expect(await hash({})).toBe(first);
		expect(await hash({ holder: '林晓形' })).not.toBe(first);
		const stamped = await Promise.all(
			(['revoked', 'suspended', 'replaced'] as const).map((stamp) => hash({}, stamp))
		);
		expect(new Set([first, ...stamped]).size).toBe(4);
	});

	it('keeps a long name inside the frame by making it smaller', async () => {
		const sizes = async (holder: string) => {
			const [page = ''] = streamsOf(
				await drawCertificate({ ...printed, holder }, FIRST_PAPER, options)
			).filter((s) => s.includes(' Tf'));
			return [...page.matchAll(/\/F\d+ ([\d.]+) Tf/g)].map((match) => Number(match[1]));
		};
		expect(await sizes('林晓彤')).toContain(32);
		const long = await sizes('阿卜杜外力·吐尔孙尼亚孜·买买提依明江·玉素甫阿吉·艾合买提');
		expect(long).not.toContain(32);
		expect(long.some((size) => size > 15 && size < 25)).toBe(true);
		await expect(
			drawCertificate({ ...printed, holder: '长'.repeat(200) }, FIRST_PAPER, options)
		).resolves.toBeDefined();
	});

	it('prints what looks like code as it is', async () => {
		const readable = readableCharacters(
			await drawCertificate({ ...printed, holder: '(\\) >> <</A' }, FIRST_PAPER, options)
		);
		for (const character of '(\\)<>') expect(readable.has(character)).toBe(true);
	});
});
