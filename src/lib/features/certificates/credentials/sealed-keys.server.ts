import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { conflict } from '$lib/shared/errors';
import { findSigningKey, type SigningKey } from './keys.server';
import { SHORTEST_SECRET } from './secret';

/** scrypt's cost as a power of two: 2^15 rounds of 8 blocks take 32 MB and about 60 ms. */
const COST = 15;
const MOST_COST = 20;
const SALT = 16;
const NONCE = 12;
const TAG = 16;

const derive = (secret: string, salt: Buffer, cost: number): Buffer =>
	scryptSync(secret.normalize('NFC'), salt, 32, { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** (cost + 11) });

/**
 * A private key (PKCS #8) encrypted with AES-256-GCM under a secret, as text: `1.<cost>.<salt, nonce, tag and ciphertext>`. Its id is
 * bound in: a sealed key put in another's place does not open. Throws when the secret is shorter than `SHORTEST_SECRET`.
 */
export function sealKey({ id, privateKey }: SigningKey, secret: string, cost = COST): string {
	if (secret.length < SHORTEST_SECRET)
		throw conflict('certificates.keys.short_secret', { length: SHORTEST_SECRET });
	const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
	const cipher = createCipheriv('aes-256-gcm', derive(secret, salt, cost), nonce);
	cipher.setAAD(Buffer.from(`1.${cost}.${id}`));
	const text = Buffer.concat([
		cipher.update(privateKey.export({ format: 'der', type: 'pkcs8' })),
		cipher.final()
	]);
	return `1.${cost}.${Buffer.concat([salt, nonce, cipher.getAuthTag(), text]).toString('base64url')}`;
}

/** The key of that id that was sealed under a secret. Refuses a wrong secret, and what was changed or is another key. */
export function openKey(id: string, sealed: string, secret: string): SigningKey {
	const [, cost = '', body = ''] = /^1\.(\d\d)\.([\w-]+)$/.exec(sealed) ?? [];
	const bytes = Buffer.from(body, 'base64url');
	if (bytes.length <= SALT + NONCE + TAG || Number(cost) > MOST_COST)
		throw conflict('certificates.keys.not_opened');
	const [nonceAt, tagAt, textAt] = [SALT, SALT + NONCE, SALT + NONCE + TAG];
	let key: SigningKey | null;
	try {
		const derived = derive(secret, bytes.subarray(0, nonceAt), Number(cost));
		const decipher = createDecipheriv('aes-256-gcm', derived, bytes.subarray(nonceAt, tagAt));
		decipher.setAAD(Buffer.from(`1.${cost}.${id}`));
		decipher.setAuthTag(bytes.subarray(tagAt, textAt));
		const der = Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]);
		key = findSigningKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
	} catch {
		throw conflict('certificates.keys.not_opened');
	}
	if (key?.id !== id) throw conflict('certificates.keys.not_opened');
	return key;
}

const exportSchema = z.object({
	format: z.literal('jinjie-keys-1'),
	issuer: z.string(),
	keys: z
		.array(z.object({ id: z.string().max(100), sealed: z.string().max(2000) }))
		.min(1)
		.max(200)
});

/** A file of keys for safe keeping, each sealed under a passphrase of whoever keeps it. `issuer` says whose they are. */
export const exportKeys = (
	issuer: string,
	keys: readonly SigningKey[],
	passphrase: string,
	cost = COST
): string =>
	JSON.stringify(
		{
			format: 'jinjie-keys-1',
			issuer,
			keys: keys.map((key) => ({ id: key.id, sealed: sealKey(key, passphrase, cost) }))
		} satisfies z.infer<typeof exportSchema>,
		null,
		'\t'
	);

/** The keys of such a file. Refuses a file that is none, one of another issuer, and a wrong passphrase. */
export function importKeys(issuer: string, file: string, passphrase: string): SigningKey[] {
	const read = exportSchema.safeParse(parsed(file));
	if (!read.success) throw conflict('certificates.keys.no_file');
	if (read.data.issuer !== issuer)
		throw conflict('certificates.keys.other_issuer', { issuer: read.data.issuer });
	return read.data.keys.map(({ id, sealed }) => openKey(id, sealed, passphrase));
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
