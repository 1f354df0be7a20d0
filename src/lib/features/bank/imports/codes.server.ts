import { sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';

/** A name of a file that can be a code of the bank: small letters, and numbers at its end. */
const FITS = /^[a-z]+(-[a-z0-9]+)*-\d{2,6}$/;

/**
 * Codes for new items of some areas, in their order: the name that a file gives where it can be a code and nobody has it,
 * else the next number of the area. Locks the areas' numbers until the transaction ends.
 */
export async function codesFor(
	tx: Database,
	fresh: readonly { name: string; area: string }[]
): Promise<string[]> {
	if (!fresh.length) return [];
	// As every new item does it, and in one order: two imports of the same areas wait for each other.
	for (const area of [...new Set(fresh.map((one) => one.area))].sort())
		await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`bank.item.code.${area}`}))`);
	const rows = await rowsOf<{ area: string; last: number }>(
		tx,
		sql`select substring(code from '^([a-z]+)-\\d{1,6}$') as area, max(substring(code from '-(\\d{1,6})$')::int)::int as last
			from items where code ~ '^[a-z]+-\\d{1,6}$' group by 1`
	);
	const names = [...new Set(fresh.map(({ name }) => name).filter((name) => FITS.test(name)))];
	const taken = await rowsOf<{ code: string }>(
		tx,
		sql`select i.code from jsonb_array_elements_text(${JSON.stringify(names)}::text::jsonb) n(code) join items i on i.code = n.code`
	);
	const used = new Set(taken.map(({ code }) => code));
	const own = fresh.map(({ name }) => {
		if (!FITS.test(name) || used.has(name)) return null;
		used.add(name);
		return name;
	});
	const last = new Map(rows.map((row) => [row.area, row.last]));
	return fresh.map(({ area }, i) => {
		let code = own[i];
		for (let n = (last.get(area) ?? 0) + 1; !code; n++) {
			last.set(area, n);
			const next = `${area}-${String(n).padStart(3, '0')}`;
			if (!used.has(next)) code = next;
		}
		return code;
	});
}
