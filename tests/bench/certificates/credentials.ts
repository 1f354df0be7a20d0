// What the credentials of certificates take: `tsx tests/bench/certificates/credentials.ts <badges> <places> <revoked>`. Signs
// badges both ways one after another, and status lists with some of their places revoked. Prints JSON: milliseconds, bytes, megabytes.
import '../../../src/cli/root.js';
import { randomInt } from 'node:crypto';
import { badgeOf } from '$lib/features/certificates/credentials/badge';
import { didDocument, didOf } from '$lib/features/certificates/credentials/did';
import { checkDocument } from '$lib/features/certificates/credentials/check';
import { createKey, publicKeyOf } from '$lib/features/certificates/credentials/keys.server';
import { hashIdentity, signDocument, signToken } from '$lib/features/certificates/credentials/sign.server';
import { decodeList, isSet, statusEntry } from '$lib/features/certificates/credentials/status';
import { drawPlace, statusListCredential } from '$lib/features/certificates/credentials/status-list.server';
import { drawNumber } from '$lib/features/certificates/number';
import { newId } from '$lib/shared/ids';

const [badges = 1000, issued = 13_000, revoked = 1300] = process.argv.slice(2).map(Number);
const origin = 'https://jinjie.example';
const list = `${origin}/credentials/status/1`;
const issuer = didOf(origin);
const [key, tokenKey] = [createKey('Ed25519'), createKey('ES256')];
const now = new Date();

const text = (zh: string, en: string) => ({ 'zh-CN': zh, en });
const badge = (place: number) =>
	badgeOf({
		...{ origin, issuer, id: newId(now), status: statusEntry(list, place) },
		identity: hashIdentity(`holder-${place}@example.org`),
		printed: {
			...{ version: 1, number: drawNumber('M', '2026', randomInt), holder: '王小明' },
			...{ ladder: 'bank', ladderName: text('银行客户经理序列', 'Bank customer manager ladder') },
			...{ tier: 'manager', grade: text('客户经理', 'Customer Manager') },
			...{
				exam: text('客户经理资格考试', 'Customer Manager exam'),
				issuer: text('江海银行', 'Jianghai Bank')
			},
			...{ issuedOn: '2026-03-01', validTo: '2028-02-29' }
		}
	});

/** Milliseconds of each of some works, one after another. */
async function timed(works: (() => Promise<unknown>)[]): Promise<number> {
	const started = performance.now();
	for (const work of works) await work();
	return (performance.now() - started) / works.length;
}

const taken = new Set<number>();
while (taken.size < issued) taken.add(drawPlace(taken, randomInt));
const places = [...taken];
const unsigned = places.slice(0, badges).map(badge);
const by = { issuer, key, at: now };
// The first pays for reading the contexts.
await signDocument(badge(0), by);

const signed: { id: string }[] = [];
const document = await timed(unsigned.map((one) => async () => signed.push(await signDocument(one, by))));
const token = await timed(unsigned.map((one) => () => signToken(one, { key: tokenKey, at: now })));
const known = didDocument(issuer, [key, tokenKey].map(publicKeyOf));
const check = await timed(
	signed.slice(0, 100).map((one) => async () => {
		if ((await checkDocument(one, known)).state !== 'intact') throw new Error(`${one.id} is not intact`);
	})
);
const out = places.slice(0, revoked);
const credential = () => statusListCredential({ list, issuer, revoked: out, at: now });
const resign = await timed(Array.from({ length: 20 }, () => () => signDocument(credential(), by)));
const { encodedList } = credential().credentialSubject;
const bits = await decodeList(encodedList);
process.stdout.write(
	JSON.stringify({
		...{ document, token, check, resign },
		/** Every place of an issued certificate says what it should. */
		right: places.every((place, at) => isSet(bits, place) === at < revoked),
		listBytes: JSON.stringify(await signDocument(credential(), by)).length,
		badgeBytes: JSON.stringify(signed[0]).length,
		megabytes: Math.round(process.resourceUsage().maxRSS / 1024)
	})
);
