import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { takePhoto } from '$lib/features/files/photo.server';
import { takePictures } from '$lib/features/mentoring/pictures.server';
import { inspectFile } from '$lib/server/files/inspect';
import { isPhotoType, stripPhoto } from '$lib/server/files/strip';
import { readOrientation, writeOrientation } from '$lib/server/files/strip/orientation';
import { Refusal } from '$lib/shared/errors';
import { pdf, png, svg } from '../support/files';
import {
	checked,
	exif,
	PLACE,
	placedJpeg,
	placedPng,
	placedWebp,
	plainJpeg,
	plainWebp
} from '../support/photos';

const photos = {
	jpeg: { placed: placedJpeg, plain: plainJpeg, mime: 'image/jpeg' },
	png: { placed: placedPng, plain: () => checked(png(8, 4)), mime: 'image/png' },
	webp: { placed: placedWebp, plain: plainWebp, mime: 'image/webp' }
} as const;

const strip = (bytes: Buffer, mime: keyof typeof photos) => {
	const stripped = stripPhoto(bytes, photos[mime].mime);
	return stripped && Buffer.from(stripped);
};

/** The EXIF block of a stripped photograph of any kind. */
function orientationOf(bytes: Buffer): number {
	const at = bytes.indexOf('MM\0*', 0, 'latin1');
	return at < 0 ? 1 : readOrientation(bytes.subarray(at));
}

const codeOf = (act: () => unknown) => {
	try {
		act();
		return 'taken';
	} catch (error) {
		return error instanceof Refusal ? `${error.code} ${Object.keys(error.fields)}` : error;
	}
};

describe.each(['jpeg', 'png', 'webp'] as const)('a photograph as %s', (kind) => {
	const { placed, plain } = photos[kind];

	it('loses what says where it was taken, and keeps its picture and how it is turned', () => {
		expect(placed().includes(PLACE)).toBe(true);
		const stripped = strip(placed(), kind);
		expect(stripped?.includes(PLACE)).toBe(false);
		expect(
			/GPS|xmpmeta|Photoshop|8BIM|tEXt|iTXt|tIME|XMP |ftyp/.test(stripped?.toString('latin1') ?? '')
		).toBe(false);
		expect(inspectFile(stripped ?? Buffer.alloc(0))).toMatchObject({ kind: 'picture', width: 8, height: 4 });
		expect(orientationOf(stripped ?? Buffer.alloc(0))).toBe(6);
	});

	it('is left as it is when it says nothing, and stripped again is the same', () => {
		const once = strip(plain(), kind) ?? Buffer.alloc(0);
		expect(strip(once, kind)).toEqual(once);
		expect(orientationOf(once)).toBe(1);
		const turned = strip(placed(3), kind) ?? Buffer.alloc(0);
		expect(strip(turned, kind)).toEqual(turned);
		expect(orientationOf(turned)).toBe(3);
	});

	it('is refused wherever it is cut off', () => {
		const whole = plain();
		for (let length = 0; length < whole.length; length++) {
			expect(strip(whole.subarray(0, length), kind), `${length} of ${whole.length}`).toBeNull();
		}
	});

	it('never throws, and never lets a place through, whatever is changed', () => {
		fc.assert(
			fc.property(fc.nat(), fc.integer({ min: 0, max: 255 }), (where, value) => {
				const bytes = placed();
				bytes[where % bytes.length] = value;
				const stripped = strip(bytes, kind);
				const again = stripped && isPhotoType(photos[kind].mime) && strip(stripped, kind);
				return !stripped || Boolean(again && again.equals(stripped));
			}),
			{ numRuns: 500 }
		);
	});
});

describe('orientation', () => {
	it('is read in both byte orders, and is 1 where it makes no sense', () => {
		expect(readOrientation(exif(8))).toBe(8);
		expect(readOrientation(writeOrientation(5))).toBe(5);
		for (const bytes of [exif(0), exif(9), Buffer.alloc(0), Buffer.from('II*\0'), Buffer.from('nothing')])
			expect(readOrientation(bytes)).toBe(1);
	});
});

describe('a photograph that is sent', () => {
	it('is taken when it is one, without its place', () => {
		const upload = takePhoto(placedJpeg());
		expect(upload).toMatchObject({ kind: 'picture', mime: 'image/jpeg', width: 8, height: 4 });
		expect(upload.size).toBeLessThan(placedJpeg().length);
	});

	it('still shows what it showed', () => {
		const stripped = strip(placedPng(1), 'png') ?? Buffer.alloc(0);
		expect(PNG.sync.read(stripped).data).toEqual(PNG.sync.read(checked(png(8, 4))).data);
	});

	it.each([
		['words', Buffer.from('not a picture'), 'files.file.not_photo'],
		['a page named .jpg', Buffer.from('<html><script>1</script></html>'), 'files.file.not_photo'],
		['a drawing', svg(), 'files.file.not_photo'],
		['a moving picture', Buffer.from('GIF89a\x05\0\x06\0', 'latin1'), 'files.file.not_photo'],
		['a document', pdf(), 'files.file.not_photo'],
		['nothing', Buffer.alloc(0), 'files.file.not_photo'],
		['half of one', placedJpeg().subarray(0, 300), 'files.file.picture_broken'],
		['ten megabytes', Buffer.concat([plainJpeg(), Buffer.alloc(10 * 1024 * 1024)]), 'files.file.too_large']
	])('is refused when it is %s', (_name, bytes, code) => {
		expect(codeOf(() => takePhoto(bytes))).toBe(`${code} file`);
	});

	it('belongs to the form’s field, at most three, the same one once', () => {
		const sent = (count: number) =>
			Array.from({ length: count }, () => ({ name: 'a.jpg', bytes: placedJpeg() }));
		expect(takePictures(sent(3))).toHaveLength(1);
		expect(codeOf(() => takePictures(sent(4)))).toBe('mentoring.pictures.many pictures');
		expect(codeOf(() => takePictures([{ name: 'a.jpg', bytes: pdf() }]))).toBe(
			'files.file.not_photo pictures'
		);
	});
});
