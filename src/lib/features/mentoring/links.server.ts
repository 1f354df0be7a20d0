import { eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { preparedRows, rowsOf, type Database } from '$lib/server/db/database';
import { pairingAgreements, shadowingEntries, shadowingSignatures } from './tables.server';

/** Links read with one query. */
const AT_ONCE = 2000;

type Signature = typeof shadowingSignatures.$inferSelect;
type Entry = typeof shadowingEntries.$inferSelect;
type Content = Entry | typeof pairingAgreements.$inferSelect;

/** A signature as it is now, with what it is the first one under. `exact`: its instants are whole milliseconds. */
export interface Link {
	signature: Signature;
	exact: boolean;
	content: { row: Content; exact: boolean; pictures: readonly string[] } | null;
}

/** A row as it stands in the database: names of columns, instants as text. */
type Stored<T> = {
	[K in keyof T]: T[K] extends Date ? string : T[K] extends Date | null ? string | null : T[K];
};

/** A signature and, where it submits one, its entry: by hand, because the driver's mapping costs more than the hashes. */
const linksAfter = preparedRows<{ signature: Stored<Signature>; entry: Stored<Entry> | null }>(() => {
	const its = sql.placeholder;
	// Entries are asked row by row, and JSON is made of no more than is sent: joined and sorted as JSON, the whole chain
	// would be read for every few thousand links of it.
	return sql`select ${jsonOf(shadowingSignatures, 's')} as signature,
			(select ${jsonOf(shadowingEntries, 'e')} from shadowing_entries e
				where s.act = 'submit' and e.id = s.entry_id) as entry
		from (select * from shadowing_signatures
			where pairing_id = ${its('pairingId')}::uuid and position > ${its('after')}::int
			order by position limit ${its('most')}::int) s
		order by s.position`;
});

/** A row as JSON under the names that the code has for its columns. */
function jsonOf(table: PgTable, alias: string): SQL {
	const pairs = Object.entries(getTableColumns(table)).map(([key, { name }]) =>
		sql.raw(`'${key}', ${alias}."${name}"`)
	);
	return sql`json_build_object(${sql.join(pairs, sql`, `)})`;
}

/** A change of less than a millisecond would be lost on the way into a Date. */
const isWhole = (instant: string | null): boolean => instant === null || !/\.\d{4,}/.test(instant);

/** The links of a pairing's chain in their order, as they are now; the next ones are asked for while these are looked at. */
export async function* readLinks(
	db: Database,
	pairingId: string,
	{ bytes = false }: { bytes?: boolean }
): AsyncGenerator<Link> {
	const [pictures, agreements] = [
		await readPictures(db, pairingId, bytes),
		await readAgreements(db, pairingId)
	];
	const read = (after: number) => {
		const rows = linksAfter(db, { pairingId, after, most: AT_ONCE });
		// Whoever has found a fault asks no further.
		rows.catch(() => {});
		return rows;
	};
	for (let next = read(-2_147_483_648); ;) {
		const rows = await next;
		const last = rows.length === AT_ONCE ? rows.at(-1) : undefined;
		if (last) next = read(last.signature.position);
		for (const { signature, entry } of rows) {
			const agreement = agreements.get(signature.agreementId ?? '');
			yield {
				signature: { ...signature, signedAt: new Date(signature.signedAt) },
				exact: isWhole(signature.signedAt),
				content: entry
					? {
							row: {
								...entry,
								createdAt: new Date(entry.createdAt),
								startedAt: entry.startedAt === null ? null : new Date(entry.startedAt)
							},
							exact: isWhole(entry.createdAt) && isWhole(entry.startedAt),
							pictures: pictures.get(entry.id) ?? []
						}
					: agreement
						? { ...agreement, pictures: [] }
						: null
			};
		}
		if (!last) return;
	}
}

/** The versions of a pairing's agreement by id: few. */
async function readAgreements(db: Database, pairingId: string) {
	const rows = await db
		.select({
			row: pairingAgreements,
			exact: sql<boolean>`date_trunc('milliseconds', ${pairingAgreements.createdAt}) = ${pairingAgreements.createdAt}`
		})
		.from(pairingAgreements)
		.where(eq(pairingAgreements.pairingId, pairingId));
	return new Map(rows.map((one) => [one.row.id, one]));
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
