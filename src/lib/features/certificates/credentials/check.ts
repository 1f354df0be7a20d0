import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { verifyCredential } from '@digitalbazaar/vc';
import { base64url, compactVerify, errors, importJWK } from 'jose';
import { BADGES_CONTEXT, CREDENTIALS_CONTEXT, EXTENSIONS_CONTEXT } from './badge';
import { loadDocument } from './contexts';
import type { DidDocument } from './did';

/**
 * What a file is: signed by us and unchanged; changed since, or signed with no key of ours in our name; another issuer's; or
 * no credential. That it is intact does not say that it still holds: that is asked of the register.
 */
export type FileState = 'intact' | 'altered' | 'foreign' | 'unreadable';

/** An answer on a file; `id` is the address of the credential in it, only of an intact one. */
export interface CheckedFile {
	state: FileState;
	id: string | null;
}

const answer = (state: FileState, id: string | null = null): CheckedFile => ({ state, id });

/** What every credential says, read out of a file of which nothing is known. */
interface Claims {
	id: string;
	issuer: string;
	validFrom: Date;
	contexts: unknown[];
	proofs: number;
}

function claimsOf(file: unknown): Claims | null {
	if (typeof file !== 'object' || file === null) return null;
	const { id, issuer, validFrom, proof, '@context': contexts } = file as Record<string, unknown>;
	const by = typeof issuer === 'object' && issuer !== null ? (issuer as { id?: unknown }).id : issuer;
	const from = typeof validFrom === 'string' ? new Date(validFrom) : new Date(NaN);
	const isCredential =
		typeof id === 'string' &&
		typeof by === 'string' &&
		!Number.isNaN(from.getTime()) &&
		Array.isArray(contexts);
	if (!isCredential) return null;
	return { id, issuer: by, validFrom: from, contexts, proofs: Array.isArray(proof) ? proof.length : 0 };
}

/** Contexts that we sign in. Any other could give the same signed facts other names. */
const contexts = [[CREDENTIALS_CONTEXT], [CREDENTIALS_CONTEXT, BADGES_CONTEXT, EXTENSIONS_CONTEXT]];
const isOurs = (given: unknown[]): boolean =>
	contexts.some((ours) => ours.length === given.length && ours.every((one, at) => one === given[at]));

/**
 * Checks a JSON file against the issuer's document, without a network, on the server or in a reader's own browser. Never
 * throws. `document` is `didDocument`'s.
 */
export async function checkDocument(file: unknown, document: DidDocument): Promise<CheckedFile> {
	const claims = claimsOf(file);
	if (!claims || claims.proofs !== 1) return answer('unreadable');
	if (claims.issuer !== document.id) return answer('foreign');
	if (!isOurs(claims.contexts)) return answer('altered');
	const known = new Map<string, object>([
		[document.id, document],
		...document.verificationMethod.map((method) => [method.id, method] as const)
	]);
	const { verified } = await verifyCredential({
		credential: file as object,
		suite: new DataIntegrityProof({ cryptosuite }),
		documentLoader: (url) => {
			const ours = known.get(url);
			return ours ? Promise.resolve({ documentUrl: url, document: ours }) : loadDocument(url);
		},
		// Whether it still holds is not asked here, nor of the list.
		now: claims.validFrom,
		checkStatus: () => Promise.resolve({ verified: true })
	});
	return verified ? answer('intact', claims.id) : answer('altered');
}

/** Checks a token in the same way. Never throws. */
export async function checkToken(token: string, document: DidDocument): Promise<CheckedFile> {
	const claims = claimsOf(payloadOf(token));
	if (!claims) return answer('unreadable');
	if (claims.issuer !== document.id) return answer('foreign');
	try {
		await compactVerify(
			token,
			({ kid }) => {
				const method = document.verificationMethod.find(({ id }) => id === kid);
				if (!method || !('publicKeyJwk' in method)) throw new errors.JWKSNoMatchingKey();
				return importJWK(method.publicKeyJwk, 'ES256');
			},
			{ algorithms: ['ES256'] }
		);
		return answer('intact', claims.id);
	} catch {
		return answer('altered');
	}
}

function payloadOf(token: string): unknown {
	const [, payload = ''] = token.split('.');
	try {
		return JSON.parse(new TextDecoder().decode(base64url.decode(payload)));
	} catch {
		return null;
	}
}
