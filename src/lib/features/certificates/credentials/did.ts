/** The identifier `did:web:…` of an issuer: the site's own domain, so that whoever trusts the site can trust its keys. */
export type Did = string;

/** A public key as the issuer's document lists it. `id` is the part after `#`. */
export type PublicKey =
	| { id: string; algorithm: 'Ed25519'; multibase: string }
	| { id: string; algorithm: 'ES256'; jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string } };

/** The identifier of a site (did:web 1.0, 3.1): its host, with a port's colon escaped. `origin` as `https://example.org:8443`. */
export const didOf = (origin: string): Did => `did:web:${encodeURIComponent(new URL(origin).host)}`;

/** A key's whole address, as proofs and tokens name it. */
export const keyAddress = (did: Did, keyId: string): string => `${did}#${keyId}`;

/**
 * The document that says which keys speak for the issuer, served at `/.well-known/did.json` (DID Core 5.2, 5.3). Every key ever
 * used stays listed, retired ones too: what was signed with one is checked for as long as anybody holds it. A key that
 * got into wrong hands must be left out, and what it signed issued again.
 */
export function didDocument(did: Did, keys: readonly PublicKey[]) {
	return {
		'@context': [
			'https://www.w3.org/ns/did/v1',
			'https://w3id.org/security/multikey/v1',
			'https://w3id.org/security/suites/jws-2020/v1'
		],
		id: did,
		verificationMethod: keys.map((key) => verificationMethod(did, key)),
		// Plain addresses, not objects: validators read nothing else.
		assertionMethod: keys.map(({ id }) => keyAddress(did, id))
	};
}
export type DidDocument = ReturnType<typeof didDocument>;

function verificationMethod(did: Did, key: PublicKey) {
	const named = { id: keyAddress(did, key.id), controller: did };
	return key.algorithm === 'Ed25519'
		? { ...named, type: 'Multikey', publicKeyMultibase: key.multibase }
		: // Its successor `JsonWebKey` is not known to every verifier of tokens yet.
			{ ...named, type: 'JsonWebKey2020', publicKeyJwk: key.jwk };
}
