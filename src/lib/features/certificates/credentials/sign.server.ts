import { randomBytes, createHash, sign } from 'node:crypto';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import { SignJWT } from 'jose';
import type { BadgeCredential, HashedIdentity } from './badge';
import { loadDocument } from './contexts';
import { keyAddress, type Did } from './did';
import type { SigningKey } from './keys.server';

/** A proof as it stands in a signed document. */
export interface Proof {
	type: 'DataIntegrityProof';
	cryptosuite: 'eddsa-rdfc-2022';
	created: string;
	verificationMethod: string;
	proofPurpose: 'assertionMethod';
	proofValue: string;
}
export type Signed<T> = T & { proof: Proof[] };

/**
 * A document of the issuer with a Data Integrity proof (`eddsa-rdfc-2022`, VC Data Integrity EdDSA 1.0, 3.2). `key` is an Ed25519
 * key that the issuer's document lists; `at` the time the proof was made. Throws on a property that no bundled context knows.
 */
export async function signDocument<T extends object>(
	document: T,
	{ issuer, key, at }: { issuer: Did; key: SigningKey; at: Date }
): Promise<Signed<T>> {
	if (key.algorithm !== 'Ed25519') throw new TypeError(`${key.id} cannot sign documents`);
	const suite = new DataIntegrityProof({
		cryptosuite,
		date: at,
		signer: {
			id: keyAddress(issuer, key.id),
			algorithm: 'Ed25519',
			sign: ({ data }) => Promise.resolve(sign(null, data, key.privateKey))
		}
	});
	const { proof, ...signed } = await issue({
		credential: structuredClone(document),
		suite,
		documentLoader: loadDocument,
		now: at
	});
	// An array, as the schema of badges asks; proofs are read from either.
	return { ...(signed as T), proof: [proof as Proof] };
}

/**
 * A badge as a token (VC-JWT, OB 3.0, 8.2): ES256, `kid` the key's whole address, `typ` as badges ask. `key` is a P-256 key that the
 * issuer's document lists.
 */
export async function signToken(
	badge: BadgeCredential,
	{ key, at }: { key: SigningKey; at: Date }
): Promise<string> {
	if (key.algorithm !== 'ES256') throw new TypeError(`${key.id} cannot sign tokens`);
	const { id, issuer, validFrom, validUntil } = badge;
	return new SignJWT({ ...badge, iss: issuer.id, jti: id })
		.setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: keyAddress(issuer.id, key.id) })
		.setIssuedAt(at)
		.setNotBefore(new Date(validFrom))
		.setExpirationTime(new Date(validUntil))
		.sign(key.privateKey);
}

/** An e-mail address hashed with a salt of its own (OB 3.0, B.7 IdentityHash). Case is folded: addresses are told apart without. */
export function hashIdentity(
	email: string,
	salt: string = randomBytes(16).toString('base64url')
): HashedIdentity {
	const hash = createHash('sha256').update(`${email.trim().toLowerCase()}${salt}`).digest('hex');
	return { hash: `sha256$${hash}`, salt };
}
