import { sql } from 'drizzle-orm';
import { headIdOf } from '$lib/features/people/index.server';
import { rowsOf, type Database } from '$lib/server/db/database';

/**
 * Who must not read what some candidates wrote, by candidate: they themselves, whoever mentors or mentored them, and whoever
 * manages them. Nobody is told: they are given other answers.
 */
export async function recusedFrom(
	tx: Database,
	candidateIds: readonly string[]
): Promise<Map<string, Set<string>>> {
	const recused = new Map(candidateIds.map((id) => [id, new Set([id])]));
	if (!candidateIds.length) return recused;
	const rows = await rowsOf<{ candidate: string; person: string | null }>(
		tx,
		sql`with candidates as (
				select p.id, u.path from people p join units u on u.id = p.unit_id
				where p.id in (select jsonb_array_elements_text(${JSON.stringify(candidateIds)}::text::jsonb)::uuid)
			)
			select c.id as candidate, g.mentor_id as person from candidates c join pairings g on g.trainee_id = c.id
			union
			select c.id, ${headIdOf(sql`c.id`, sql`c.path`)} from candidates c`
	);
	for (const { candidate, person } of rows) if (person) recused.get(candidate)?.add(person);
	return recused;
}
