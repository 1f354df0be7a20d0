import { and, asc, eq, gt, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { rowsOf, type Database } from '$lib/server/db/database';
import { pairingAgreements, shadowingEntries, shadowingSignatures } from './tables.server';

/** Links read with one query. */
const AT_ONCE = 4000;

type Content = typeof shadowingEntries.$inferSelect | typeof pairingAgreements.$inferSelect;

/** A signature as it is now, with what it is the first one under. `exact`: its instants are whole milliseconds. */
export interface Link {
	signature: typeof shadowingSignatures.$inferSelect;
	exact: boolean;
	content: { row: Content; exact: boolean; pictures: readonly string[] } | null;
}

// A change of less than a millisecond would be lost on the way into a Date.
const whole = (columns: readonly AnyPgColumn[]) =>
	sql<boolean>`${sql.join(
		columns.map((column) => sql`coalesce(date_trunc('milliseconds', ${column}) = ${column}, true)`),
		sql` and `
	)}`;

/** The links of a pairing's chain in their order, as they are now. */
export async function* readLinks(
	db: Database,
	pairingId: string,
	{ bytes = false }: { bytes?: boolean }
): AsyncGenerator<Link> {
	const pictures = await readPictures(db, pairingId, bytes);
	for (let after = -2_147_483_648; ;) {
		const rows = await db
			.select({
				signature: shadowingSignatures,
				exact: whole([shadowingSignatures.signedAt]),
				entry: shadowingEntries,
				entryExact: whole([shadowingEntries.createdAt, shadowingEntries.startedAt]),
				agreement: pairingAgreements,
				agreementExact: whole([pairingAgreements.createdAt])
			})
			.from(shadowingSignatures)
			.leftJoin(
				shadowingEntries,
				and(eq(shadowingSignatures.act, 'submit'), eq(shadowingEntries.id, shadowingSignatures.entryId))
			)
			.leftJoin(pairingAgreements, eq(pairingAgreements.id, shadowingSignatures.agreementId))
			.where(and(eq(shadowingSignatures.pairingId, pairingId), gt(shadowingSignatures.position, after)))
			.orderBy(asc(shadowingSignatures.position))
			.limit(AT_ONCE);
		for (const { signature, exact, entry, entryExact, agreement, agreementExact } of rows) {
			const row = entry ?? agreement;
			const content = row && {
				row,
				exact: entry ? entryExact : agreementExact,
				pictures: pictures.get(row.id) ?? []
			};
			yield { signature, exact, content };
		}
		const last = rows.at(-1);
		if (rows.length < AT_ONCE || !last) return;
		after = last.signature.position;
	}
}

/** SHA-256 of the pictures by entry: as noted when they came, or of the bytes that are there now. */
async function readPictures(db: Database, pairingId: string, bytes: boolean): Promise<Map<string, string[]>> {
	const digest = bytes
		? sql`coalesce((select encode(sha256(string_agg(c.bytes, ''::bytea order by c.position)), 'hex')
			from file_chunks c where c.file_id = f.id), '')`
		: sql`f.sha256`;
	const rows = await rowsOf<{ entryId: string; sha256: string }>(
		db,
		sql`select p.entry_id as "entryId", ${digest} as sha256 from shadowing_pictures p
			join files f on f.id = p.file_id join shadowing_entries e on e.id = p.entry_id
			where e.pairing_id = ${pairingId}`
	);
	const byEntry = new Map<string, string[]>();
	for (const row of rows) byEntry.set(row.entryId, [...(byEntry.get(row.entryId) ?? []), row.sha256]);
	return byEntry;
}

/** An entry of the pairing that nobody submitted, and every version of its agreement: those may wait for signatures. */
export async function readUnsigned(
	db: Database,
	pairingId: string
): Promise<{ entryId: string | null; agreements: (typeof pairingAgreements.$inferSelect)[] }> {
	const [entry] = await rowsOf<{ id: string }>(
		db,
		sql`select e.id from shadowing_entries e where e.pairing_id = ${pairingId} and not exists (
			select from shadowing_signatures s
			where s.entry_id = e.id and s.pairing_id = e.pairing_id and s.act = 'submit') limit 1`
	);
	const agreements = await db
		.select()
		.from(pairingAgreements)
		.where(eq(pairingAgreements.pairingId, pairingId));
	return { entryId: entry?.id ?? null, agreements };
}
