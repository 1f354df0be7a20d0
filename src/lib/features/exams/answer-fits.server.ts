import { sql, type SQL } from 'drizzle-orm';
import { LONGEST_ANSWER, LONGEST_ESSAY } from '$lib/features/bank';

/** Most characters of a number, and of its unit: more than forms let anybody type. */
const LONGEST_NUMBER = 60;

const text = (value: SQL, longest: SQL | number): SQL =>
	sql`jsonb_typeof(${value}) = 'string' and length(${value} #>> '{}') <= ${longest}::int`;

/** Each an id of the drawn question, none twice. */
const ids = sql`coalesce((
	select bool_and(jsonb_typeof(one) = 'string' and one #>> '{}' = any(i.option_order)) and count(*) = count(distinct one)
	from jsonb_array_elements(s.given) one), false)`;

/**
 * Whether an answer `s.given` fits the drawn question `i` of a version `v`, by its kind: ids and shapes, not whether it
 * is right. What is taken back fits always. Looks at what is shown, never at a key.
 */
export const answerFits: SQL = sql`(s.given is null or case v.type || ' ' || jsonb_typeof(s.given)
	when 'single string' then s.given #>> '{}' = any(i.option_order)
	when 'trueFalse boolean' then true
	when 'multiple array' then ${ids}
	when 'ordering array' then ${ids}
	when 'numeric object' then s.given - 'number' - 'unit' = '{}' and s.given->>'number' ~ '\\S'
		and ${text(sql`s.given->'number'`, LONGEST_NUMBER)}
		and (not s.given ? 'unit' or ${text(sql`s.given->'unit'`, LONGEST_NUMBER)})
	when 'fillIn object' then not exists (
		select from jsonb_each(s.given) gap
		where not (v.shown->'gaps' ? gap.key and ${text(sql`gap.value`, LONGEST_ANSWER)}))
	when 'matching object' then not exists (
		select from jsonb_each(s.given) pair
		where not (jsonb_typeof(pair.value) = 'string' and pair.value #>> '{}' = any(i.option_order)
			and v.shown->'lefts' @> jsonb_build_array(jsonb_build_object('id', pair.key))))
	when 'shortAnswer string' then ${text(sql`s.given`, LONGEST_ANSWER)}
	when 'essay string' then ${text(sql`s.given`, sql`coalesce((v.shown->>'longest')::int, ${LONGEST_ESSAY}::int)`)}
	else false
end)`;
