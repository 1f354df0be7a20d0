import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { PublicKey } from './did';

/** What a key is for: Ed25519 signs JSON files, ES256 (ECDSA on P-256) tokens. */
export const keyAlgorithms = ['Ed25519', 'ES256'] as const;
export type KeyAlgorithm = (typeof keyAlgorithms)[number];

/** A key that signs, with the name under which the issuer's document lists it. */
export interface SigningKey {
	id: string;
	algorithm: KeyAlgorithm;
	privateKey: KeyObject;
}

/** A new key. Ed25519 is of 256 bits, ES256 on the curve P-256. */
export function createKey(algorithm: KeyAlgorithm): SigningKey {
	const { privateKey } =
		algorithm === 'Ed25519'
			? generateKeyPairSync('ed25519')
			: generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return asSigningKey(privateKey);
}

/** The signing key that a private key is; null when it is of another kind. */
export function findSigningKey(privateKey: KeyObject): SigningKey | null {
	if (privateKey.type !== 'private') return null;
	const { asymmetricKeyType: type, asymmetricKeyDetails: details } = privateKey;
	if (type !== 'ed25519' && !(type === 'ec' && details?.namedCurve === 'prime256v1')) return null;
	return asSigningKey(privateKey);
}

function asSigningKey(privateKey: KeyObject): SigningKey {
	const { id, algorithm } = describe(createPublicKey(privateKey));
	return { id, algorithm, privateKey };
}

export const publicKeyOf = ({ privateKey }: SigningKey): PublicKey => describe(createPublicKey(privateKey));

/**
 * A public key as documents list it, named after itself: an Ed25519 key by its multibase form, with which some verifiers do
 * without the document, a P-256 key by its thumbprint (RFC 7638).
 */
function describe(key: KeyObject): PublicKey {
	const { x = '', y = '' } = key.export({ format: 'jwk' });
	if (key.asymmetricKeyType === 'ed25519') {
		const multibase = multikey(Buffer.from(x, 'base64url'));
		return { id: multibase, algorithm: 'Ed25519', multibase };
	}
	// RFC 7638, 3.2: the required members in the order of their names.
	const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
	const id = createHash('sha256').update(members).digest('base64url');
	return { id, algorithm: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x, y } };
}

const BASE_58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** An Ed25519 public key of 32 bytes as a Multikey (Controlled Identifiers 1.0, 2.2.2): z, and 0xed01 and the key in base 58. */
function multikey(key: Buffer): string {
	let rest = BigInt(`0xed01${key.toString('hex')}`);
	let text = '';
	for (; rest > 0n; rest /= 58n) text = `${BASE_58[Number(rest % 58n)]}${text}`;
	return `z${text}`;
}
