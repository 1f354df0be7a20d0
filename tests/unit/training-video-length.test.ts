import { describe, expect, it } from 'vitest';
import { videoSeconds } from '$lib/server/files/video-length';

const box = (type: string, ...parts: Buffer[]) => {
	const body = Buffer.concat(parts);
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length + 8);
	head.write(type, 4, 'latin1');
	return Buffer.concat([head, body]);
};
const u32 = (...values: number[]) => {
	const bytes = Buffer.alloc(values.length * 4);
	values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
	return bytes;
};
/** Version and flags, two times, scale, length (ISO 14496-12, 8.2.2). */
const mvhd = (scale: number, units: number) => box('mvhd', u32(0, 0, 0, scale, units));
const ftyp = box('ftyp', Buffer.from('isom\0\0\0\0isom'));
const secondsOf = (bytes: Buffer) => videoSeconds(async (from, to) => bytes.subarray(from, to), bytes.length);

describe('the length of a video', () => {
	it('is read from an MP4, whether its index stands before or after the pictures', async () => {
		const data = box('mdat', Buffer.alloc(5000));
		expect(await secondsOf(Buffer.concat([ftyp, box('moov', mvhd(600, 6300)), data]))).toBe(10.5);
		expect(await secondsOf(Buffer.concat([ftyp, data, box('moov', mvhd(1000, 42_000))]))).toBe(42);
	});

	it('is read from the header of a fragmented one, and unknown where nothing says it', async () => {
		const extended = box('mvex', box('mehd', u32(0, 90_000)));
		expect(await secondsOf(Buffer.concat([ftyp, box('moov', mvhd(1000, 0), extended)]))).toBe(90);
		expect(await secondsOf(Buffer.concat([ftyp, box('moov', mvhd(1000, 0))]))).toBeNull();
	});

	it('is read from a WebM by its scale', async () => {
		const duration = Buffer.alloc(11);
		duration.set([0x44, 0x89, 0x88]);
		duration.writeDoubleBE(12_500, 3);
		const scale = Buffer.from([0x2a, 0xd7, 0xb1, 0x83, 0x0f, 0x42, 0x40]);
		const webm = Buffer.concat([
			Buffer.from([0x1a, 0x45, 0xdf, 0xa3]),
			Buffer.alloc(20),
			scale,
			duration,
			Buffer.alloc(40)
		]);
		expect(await secondsOf(webm)).toBe(12.5);
	});

	it('is unknown, and ends, for bytes that are no video', async () => {
		for (const bytes of [
			Buffer.alloc(0),
			Buffer.alloc(64),
			Buffer.alloc(4096, 0xff),
			Buffer.concat([ftyp, u32(4, 1, 2, 3)])
		])
			expect(await secondsOf(bytes)).toBeNull();
	});
});
