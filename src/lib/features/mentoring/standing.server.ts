import { sql, type SQL } from 'drizzle-orm';

/**
 * How an entry stands, over `shadowing_entries` under the alias `e`: `counted` is signed by both (or settled by HR as
 * counted) and has no flag that is open or upheld; `out` was replaced, disputed, not counted, or has an upheld flag;
 * anything else is `waiting` for a signature or for HR. The minutes that count are those of `shadowingFacts`.
 */
export const standing: SQL<'counted' | 'waiting' | 'out'> = sql`(case
	when exists (select 1 from shadowing_entries c where c.replaces_id = e.id)
		or exists (select 1 from shadowing_flags f where f.entry_id = e.id and f.cleared = false) then 'out'
	when exists (select 1 from shadowing_signatures s where s.entry_id = e.id
		and s.act = 'settle' and (s.detail->>'counted')::boolean is not true) then 'out'
	when exists (select 1 from shadowing_flags f where f.entry_id = e.id and f.settled_at is null) then 'waiting'
	when exists (select 1 from shadowing_signatures s where s.entry_id = e.id and s.act in ('countersign', 'settle'))
		then 'counted'
	when exists (select 1 from shadowing_signatures s where s.entry_id = e.id and s.act = 'dispute') then 'out'
	else 'waiting' end)`;
