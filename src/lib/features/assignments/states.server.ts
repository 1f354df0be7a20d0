import { sql, type SQL } from 'drizzle-orm';
import type { IsoDate } from '$lib/shared/dates';

const newest = sql`(select w.content from learning_path_versions w where w.path_id = p.id order by w.version desc limit 1)`;

/** Items of every step of the assignments in `a`: assignment, number of the step, how many of it are needed, item. */
const steps = sql`
	select x.id as assignment_id, 1::bigint as step, 1 as need, 'module:' || x.subject_code as item
		from assignments x where x.subject_type = 'module' and x.id in (select assignment_id from a)
	union all
	select x.id, s.step, case s.body -> 'rule' ->> 'kind' when 'all' then jsonb_array_length(s.body -> 'items')
			else least((s.body -> 'rule' ->> 'count')::int, jsonb_array_length(s.body -> 'items')) end,
			case when i.item ? 'module' then 'module:' || (i.item ->> 'module') else 'class:' || (i.item ->> 'class') end
		from assignments x join learning_paths p on p.code = x.subject_code
		cross join lateral jsonb_array_elements(${newest} -> 'steps') with ordinality s(body, step)
		cross join lateral jsonb_array_elements(s.body -> 'items') i(item)
		where x.subject_type = 'path' and x.id in (select assignment_id from a)`;

const inForce = (on: IsoDate) =>
	sql`e.revoked_at is null and ${on}::date between e.valid_from and e.valid_to`;

/** Which items count as done: completed within the look-back, or exempted. */
const got = (on: IsoDate) => sql`
	select a.id, t.step, t.need, t.item from a join items t on t.assignment_id = a.assignment_id
		join modules m on t.item = 'module:' || m.code join module_versions v on v.module_id = m.id
		join completions c on c.module_version_id = v.id and c.person_id = a.person_id
			and c.completed_on between a.since and ${on}::date
	union
	select a.id, t.step, t.need, t.item from a join items t on t.assignment_id = a.assignment_id
		join classes k on t.item = 'class:' || k.subject
		join class_results r on r.class_id = k.id and r.person_id = a.person_id and r.completed
		where (select (max(s.ends_at) at time zone 'Asia/Shanghai')::date from class_sessions s where s.class_id = k.id)
			between a.since and ${on}::date
	union
	select a.id, t.step, t.need, t.item from a join items t on t.assignment_id = a.assignment_id
		join exemptions e on a.subject_type = 'path' and e.person_id = a.person_id and e.subject_type = 'module'
			and t.item = 'module:' || e.subject_code and ${inForce(on)}`;

/** Who has begun a module of it, or has a place in a class. */
const begun = sql`
	select a.id from a join items t on t.assignment_id = a.assignment_id
		join modules m on t.item = 'module:' || m.code join module_versions v on v.module_id = m.id
		join enrolments n on n.module_version_id = v.id and n.person_id = a.person_id and n.moved_at is null
			and not exists (select 1 from completions c where c.enrolment_id = n.id)
	union
	select a.id from a join items t on t.assignment_id = a.assignment_id join classes k on t.item = 'class:' || k.subject
		join class_enrolments n on n.class_id = k.id and n.person_id = a.person_id and n.state = 'enrolled'
			and k.state = 'open'`;

/** The assignees whom `where` chooses, with the first day of which completions count. */
const assigned = (
	where: SQL
) => sql`select s.id, s.assignment_id, s.person_id, s.group_id, s.due_on, s.assigned_at,
		x.subject_type, x.subject_code, case when x.look_back_days is null then '-infinity'::date
			else (s.assigned_at at time zone 'Asia/Shanghai')::date - x.look_back_days end as since
	from assignees s join assignments x on x.id = s.assignment_id where s.ended_at is null and ${where}`;

/**
 * The modules that assignees lack on a day, as a subquery of id and code: of those whom `where` chooses, as in `statesOf`.
 * Of a step that a few of its modules fulfil, any that were not completed while it lacks some.
 */
export const missingOf = (where: SQL, on: IsoDate): SQL => sql`(
	with a as materialized (${assigned(where)}), items as materialized (${steps}), got as materialized (${got(on)})
	select distinct a.id, substr(t.item, 8) as code from a join items t on t.assignment_id = a.assignment_id
		where t.item like 'module:%' and not exists (select 1 from got g where g.id = a.id and g.item = t.item)
			and t.need > (select count(*) from got g where g.id = a.id and g.step = t.step))`;

/**
 * Whoever is assigned, with what they have done on a day, as a subquery: id, assignment_id, person_id, group_id, due_on,
 * assigned_at, need, have, state (`AssigneeState`). `where` chooses among assignees `s` of assignments `x`; what an
 * assignment's steps are comes from its path's newest version. Asks no permission: the caller does.
 */
export const statesOf = (where: SQL, on: IsoDate): SQL => sql`(
	with a as materialized (${assigned(where)}),
	items as materialized (${steps}),
	needed as (select assignment_id, sum(need)::int as need
		from (select distinct assignment_id, step, need from items) d group by assignment_id),
	held as (select id, sum(n)::int as have from (select id, step, least(need, count(*)) as n
		from (${got(on)}) g group by id, step, need) d group by id),
	started as (${begun})
	select a.id, a.assignment_id, a.person_id, a.group_id, a.due_on, a.assigned_at, needed.need,
		coalesce(held.have, 0) as have,
		case when coalesce(held.have, 0) >= needed.need then 'done'
			when exists (select 1 from exemptions e where e.person_id = a.person_id and e.subject_type = a.subject_type
				and e.subject_code = a.subject_code and ${inForce(on)}) then 'exempt'
			when a.due_on < ${on}::date then 'late'
			when coalesce(held.have, 0) > 0 or a.id in (select id from started) then 'underWay'
			else 'notBegun' end as state
	from a join needed on needed.assignment_id = a.assignment_id left join held on held.id = a.id)`;
