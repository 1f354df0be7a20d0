import type { Sources } from './check-file';
import type { DidDocument } from './did';

const read = async (path: string): Promise<unknown> => {
	const answer = await fetch(path, { credentials: 'omit' });
	return answer.ok ? answer.json() : null;
};

/**
 * Keys and lists as a reader's own browser fetches them, from the site that it stands on and nowhere else: what a list's
 * address says counts only for its path, and a list that is not of that address is refused by its proof.
 */
export const fromThisSite: Sources = {
	document: async () => (await read('/.well-known/did.json')) as DidDocument | null,
	list: (address) => read(new URL(address).pathname)
};

/** The SHA-256 of a file, in hexadecimal. Only where the browser allows it: on a secure page. */
export async function hashOf(bytes: ArrayBuffer): Promise<string> {
	const hash = await crypto.subtle.digest('SHA-256', bytes);
	return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
