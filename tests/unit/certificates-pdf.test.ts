import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import jsQR from 'jsqr';
import { describe, expect, it } from 'vitest';
import { drawCertificate } from '$lib/features/certificates/paper/draw-certificate.server';
import { printedDate } from '$lib/features/certificates/paper/words';
import type { PrintedCertificate } from '$lib/features/certificates/printed';
import { unprintableIn } from '$lib/server/pdf/fonts';
import { QUIET_ZONE, qrBoxes, qrModules } from '$lib/server/pdf/qr';

const printed: PrintedCertificate = {
	version: 1,
	number: 'JH-M-26-7XK4M9Q-4R',
	holder: '林晓彤',
	ladder: 'bank',
	ladderName: { 'zh-CN': '银行客户经理序列', en: 'Bank customer manager ladder' },
	tier: 'manager',
	grade: { 'zh-CN': '客户经理', en: 'Customer Manager' },
	exam: { 'zh-CN': '2026年第一期客户经理资格考试', en: 'Customer Manager Exam, First Sitting 2026' },
	issuer: { 'zh-CN': '江海银行', en: 'Jianghai Bank' },
	issuedOn: '2026-03-01',
	validTo: '2028-02-29'
};
const options = { address: 'https://jinjie.example/verify/JH-M-26-7XK4M9Q-4R', revoked: false };

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

describe('the certificate as PDF', () => {
	it('is one tagged A4 page in landscape, in Chinese, with PDF/UA declared', async () => {
		const file = (await drawCertificate(printed, options)).toString('latin1');
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
		const readable = readableCharacters(await drawCertificate(printed, options));
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
		const hash = async (change: Partial<PrintedCertificate>, revoked = false) =>
			createHash('sha256')
				.update(await drawCertificate({ ...printed, ...change }, { ...options, revoked }))
				.digest('hex');
		const first = await hash({});
		expect(await hash({})).toBe(first);
		expect(await hash({ holder: '林晓形' })).not.toBe(first);
		expect(await hash({}, true)).not.toBe(first);
	});

	it('keeps a long name inside the frame by making it smaller', async () => {
		const sizes = async (holder: string) => {
			const [page = ''] = streamsOf(await drawCertificate({ ...printed, holder }, options)).filter((s) =>
				s.includes(' Tf')
			);
			return [...page.matchAll(/\/F\d+ ([\d.]+) Tf/g)].map((match) => Number(match[1]));
		};
		expect(await sizes('林晓彤')).toContain(32);
		const long = await sizes('阿卜杜外力·吐尔孙尼亚孜·买买提依明江·玉素甫阿吉·艾合买提');
		expect(long).not.toContain(32);
		expect(long.some((size) => size > 15 && size < 25)).toBe(true);
		await expect(drawCertificate({ ...printed, holder: '长'.repeat(200) }, options)).resolves.toBeDefined();
	});

	it('prints what looks like code as it is', async () => {
		const readable = readableCharacters(
			await drawCertificate({ ...printed, holder: '(\\) >> <</A' }, options)
		);
		for (const character of '(\\)<>') expect(readable.has(character)).toBe(true);
	});
});
