import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unzip, ZIP_LIMITS } from '$lib/server/zip';

interface Part {
	name: string;
	bytes: Uint8Array;
	/** What the archive says of the size, when it lies. */
	says?: number;
	encrypted?: boolean;
}

/** An archive written by hand (APPNOTE.TXT 4.3), so that it can say what no honest program would write. */
function archive(parts: readonly Part[]): Uint8Array {
	const [bodies, heads]: [Buffer[], Buffer[]] = [[], []];
	let offset = 0;
	for (const { name, bytes, says = bytes.length, encrypted } of parts) {
		const [packed, title] = [deflateRawSync(bytes), Buffer.from(name)];
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2);
		common.writeUInt16LE(8, 4);
		common.writeUInt32LE(crc32(bytes), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(says, 18);
		common.writeUInt16LE(title.length, 22);
		bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, packed);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(offset, 10);
		heads.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, title);
		offset += 30 + title.length + packed.length;
	}
	const head = Buffer.concat(heads);
	const end = Buffer.alloc(22);
	end.write('PK\x05\x06', 0, 'latin1');
	end.writeUInt16LE(parts.length, 8);
	end.writeUInt16LE(parts.length, 10);
	end.writeUInt32LE(head.length, 12);
	end.writeUInt32LE(offset, 16);
	return new Uint8Array(Buffer.concat([...bodies, head, end]));
}
const text = (words: string) => new TextEncoder().encode(words);
const fault = async (parts: readonly Part[], limits = ZIP_LIMITS) => {
	const found = await unzip(archive(parts), limits);
	return found.ok ? null : found.fault;
};

describe('archives from outside', () => {
	it('are unpacked by their paths, folders left out', async () => {
		const parts = [
			{ name: 'items/', bytes: text('') },
			{ name: 'items/贷前调查.xml', bytes: text('<item/>') },
			{ name: 'imsmanifest.xml', bytes: text('<manifest/>') }
		];
		const found = await unzip(archive(parts));
		expect(
			found.ok && [...found.files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)])
		).toEqual([
			['items/贷前调查.xml', '<item/>'],
			['imsmanifest.xml', '<manifest/>']
		]);
	});

	it.each(['../../etc/passwd', '/etc/passwd', 'a/../../b.xml', 'C:\\windows\\x.xml'])(
		'may not name %j',
		async (name) => expect(await fault([{ name, bytes: text('x') }])).toBe('name')
	);

	it('may not be bombs: honest about it, or not', async () => {
		const zeros = new Uint8Array(8 * 2 ** 20);
		expect(await fault([{ name: 'a', bytes: zeros }])).toBe('large');
		expect(await fault([{ name: 'a', bytes: zeros, says: 100 }])).not.toBeNull();
		const parts = Array.from({ length: 4 }, (_, i) => ({ name: `${i}`, bytes: text('客户经理'.repeat(50)) }));
		expect(await fault(parts, { ...ZIP_LIMITS, all: 2000 })).toBe('large');
		expect(await fault(parts, { ...ZIP_LIMITS, files: 3 })).toBe('many');
		expect(await fault(parts)).toBeNull();
	});

	it('may not be locked, cut off, or something else', async () => {
		expect(await fault([{ name: 'a', bytes: text('x'), encrypted: true }])).toBe('encrypted');
		const whole = archive([{ name: 'a.xml', bytes: text('<a/>') }]);
		expect(await unzip(whole.slice(0, -10))).toEqual({ ok: false, fault: 'broken' });
		expect(await unzip(text('no archive'))).toEqual({ ok: false, fault: 'broken' });
		expect(await unzip(new Uint8Array())).toEqual({ ok: false, fault: 'broken' });
	});
});
