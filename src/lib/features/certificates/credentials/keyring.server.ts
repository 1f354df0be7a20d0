import { asc, isNull } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { signingKeys } from '../tables.server';
import { didDocument, didOf, type DidDocument, type PublicKey } from './did';
import { publicOrigin, type Issuer } from './issuer.server';
import { createKey, keyAlgorithms, publicKeyOf, type KeyAlgorithm, type SigningKey } from './keys.server';
import { openKey, sealKey } from './sealed-keys.server';

export type KeyRow = typeof signingKeys.$inferSelect;

/** The keys that sign now: Ed25519 for documents, ES256 for tokens. */
export type Keyring = Record<KeyAlgorithm, SigningKey>;

/** A key as a row, sealed under the installation's secret. */
export const keyRow = (key: SigningKey, secret: string, createdAt: Date): KeyRow => ({
	id: key.id,
	algorithm: key.algorithm,
	public: publicKeyOf(key),
	sealed: sealKey(key, secret),
	createdAt,
	retiredAt: null
});

/** Opening one takes some 60 ms and 32 MB: what was opened stays so while the process lives. */
const opened = new Map<string, SigningKey>();

export function openRow({ id, sealed }: Pick<KeyRow, 'id' | 'sealed'>, secret: string): SigningKey {
	const name = `${id} ${sealed} ${secret}`;
	let key = opened.get(name);
	if (!key) opened.set(name, (key = openKey(id, sealed, secret)));
	return key;
}

/** The keys that sign now; those that are not there yet are created. Refuses a secret that opens them not. */
export async function currentKeys(ctx: Context, { secret }: Issuer): Promise<Keyring> {
	const current = () => ctx.db.select().from(signingKeys).where(isNull(signingKeys.retiredAt));
	let rows = await current();
	const missing = keyAlgorithms.filter((name) => rows.every(({ algorithm }) => algorithm !== name));
	if (missing.length) {
		// Where two instances are the first at once, the key of one is taken by both.
		const made = missing.map((algorithm) => keyRow(createKey(algorithm), secret, ctx.now));
		await ctx.db.insert(signingKeys).values(made).onConflictDoNothing();
		rows = await current();
	}
	return Object.fromEntries(rows.map((row) => [row.algorithm, openRow(row, secret)])) as Keyring;
}

/** Every key ever used, the oldest first. */
export const everyKey = (db: Database): Promise<KeyRow[]> =>
	db.select().from(signingKeys).orderBy(asc(signingKeys.createdAt), asc(signingKeys.id));

/** The issuer's document with every key ever used; null where the site does not know its own address. Open to all. */
export async function issuerDocument(ctx: Context): Promise<DidDocument | null> {
	const origin = publicOrigin();
	if (!origin) return null;
	const keys = await everyKey(ctx.db);
	return didDocument(
		didOf(origin),
		keys.map((row) => row.public as PublicKey)
	);
}
