// An organisation of many people with the evidence that some years of work leave, some 25 facts each:
// `tsx tests/bench/tiers/population.ts <database url> <people>`. Prints the number of people and facts as JSON.
import '../../../src/cli/root.js';
import { publishContent } from '../../../src/content.server';
import { systemActor } from '$lib/access/can';
import { hashPassword } from '$lib/features/people/passwords.server';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';

const [url = '', count = '1000'] = process.argv.slice(2);
const people = Number(count);
const handle = await openServer(url, 1);
await handle.migrate();
await publishContent({
	...{ db: handle.db, actor: systemActor('bench'), now: new Date('2024-01-01T00:00:00Z') },
	...{ locale: 'zh-CN', requestId: 'bench', jobs: noJobs }
});

/** A uuid of a kind and a number, and one of a number between 0 and 1 that is the same in every run. */
const id = (kind: string, n: string) => `('${kind}' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const chance = (n: string, salt: number) => `(((${n})::bigint * 7919 + ${salt} * 104729) % 1000) / 1000.0`;
const PERSON = '01900000-0000-7000-8000-';
const UNIT = '01900000-0000-7000-8001-';
const other = (kind: number) => `01900000-0000-7000-9${String(kind).padStart(3, '0')}-`;
const day = (n: string, from: number, to: number, salt: number) =>
	`(current_date - (${from} + floor(${chance(n, salt)} * ${to - from}))::int)`;
/** Recorded at the end of a day. */
const at = (date: string) => `(${date}::timestamptz + interval '10 hours')`;
const EVERYBODY = `generate_series(1, ${people}) i`;

const password = await hashPassword('jinjie-demo');
const tiers = `array['assistant', 'manager', 'senior', 'principal']`;
/** Where somebody stands: 0 on no tier yet. */
const rank = `(case when ${chance('i', 1)} < 0.2 then 0 when ${chance('i', 1)} < 0.55 then 1 when ${chance('i', 1)} < 0.85 then 2 else 3 end)`;

/** One kind of evidence for everybody, or for a share of them. */
const evidence = (kind: string, n: number, share: number, from: number, to: number, data: string) =>
	`insert into evidence (id, person_id, kind, valid_from, data, recorded_at)
	select ${id(other(10 + n), 'i')}, ${id(PERSON, 'i')}, '${kind}', ${day('i', from, to, n)}, ${data}, ${at(day('i', from, to, n))}
	from ${EVERYBODY} where ${chance('i', 40 + n)} < ${share}`;

const statements = [
	`set session_replication_role = replica`,
	`insert into organisation (id, name_zh, name_en) values (1, '江海银行', 'Jianghai Bank') on conflict do nothing`,
	`insert into units (id, parent_id, kind, code, name_zh, name_en, path, created_at)
	select ${id(UNIT, 'u')}, case when u = 0 then null when u <= 20 then ${id(UNIT, '0')} else ${id(UNIT, '(u - 21) / 10 + 1')} end,
		case when u = 0 then 'headOffice' when u <= 20 then 'branch' else 'outlet' end, 'U' || u, u || '号机构', 'Unit ' || u,
		case when u = 0 then 'U0/' when u <= 20 then 'U0/U' || u || '/' else 'U0/U' || ((u - 21) / 10 + 1) || '/U' || u || '/' end, now()
	from generate_series(0, 220) u`,
	`insert into people (id, employee_no, name, unit_id, post, hired_on, created_at)
	select ${id(PERSON, 'i')}, 'E' || lpad(i::text, 6, '0'),
		substr('王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗', i % 20 + 1, 1) || substr('伟芳娜敏静丽强磊军洋', (i / 20) % 10 + 1, 1)
			|| substr('一二三四五六七八九十', (i / 200) % 10 + 1, 1),
		${id(UNIT, '(i % 200) + 21')}, '客户经理', ${day('i', 400, 4000, 2)}, now() from ${EVERYBODY}`,
	`insert into role_grants (id, person_id, role, valid_from, granted_at)
	select ${id(other(1), 'i')}, ${id(PERSON, 'i')}, 'trainee', '2020-01-01', now() from ${EVERYBODY}`,
	`insert into people (id, employee_no, name, unit_id, post, hired_on, created_at)
	values (${id(PERSON, '0')}, 'HR1', '人事', ${id(UNIT, '0')}, 'HR', '2020-01-01', now())`,
	`insert into role_grants (id, person_id, role, valid_from, granted_at)
	values (${id(other(1), '0')}, ${id(PERSON, '0')}, 'hrOfficer', '2020-01-01', now())`,
	`insert into accounts (person_id, password_hash, must_change, changed_at)
	select p, '${password}', false, now() from unnest(array[${id(PERSON, '0')}, ${id(PERSON, '1')}]) p`,
	evidence(
		'education',
		1,
		1,
		2500,
		4000,
		`jsonb_build_object('level', (array['associate', 'bachelor', 'bachelor', 'master'])[i % 4 + 1], 'school', '江海大学', 'major', null)`
	),
	evidence(
		'title',
		2,
		0.5,
		500,
		2000,
		`jsonb_build_object('level', (array['junior', 'intermediate'])[i % 2 + 1], 'name', '经济师')`
	),
	evidence('experience', 3, 1, 1500, 3000, `'{"kind": "credit", "employer": "江海银行", "post": "信贷员"}'`),
	evidence('experience', 4, 0.7, 3100, 4000, `'{"kind": "sales", "employer": "江海商贸", "post": "销售"}'`),
	evidence('induction', 5, 0.95, 400, 1500, `'{"kind": "induction"}'`),
	evidence('creditCheck', 6, 0.95, 10, 420, `'{"outcome": "good", "source": "征信中心"}'`),
	evidence('creditCheck', 7, 0.9, 430, 900, `'{"outcome": "good", "source": "征信中心"}'`),
	evidence(
		'discipline',
		8,
		0.03,
		30,
		1500,
		`'{"kind": "administrative", "severity": "minor", "description": "通报批评"}'`
	),
	`insert into evidence_retractions (evidence_id, reason, recorded_at, recorded_by)
	select id, '录入有误', now(), ${id(PERSON, '0')} from evidence where kind = 'title' and get_byte(uuid_send(id), 15) % 50 = 0`,
	`insert into completions (id, person_id, module_version_id, enrolment_id, completed_on, credit_minutes, recorded_at)
	select ${id(other(20), 'i * 8 + v.n')}, ${id(PERSON, 'i')}, v.id, ${id(other(21), 'i * 8 + v.n')}, d, 60, ${at('d')}
	from ${EVERYBODY}, (select id, row_number() over (order by id) as n from module_versions order by id limit 5) v,
		lateral (select ${day('(i * 8 + v.n)', 20, 900, 3)} as d) x where ${chance('(i * 8 + v.n)', 4)} < 0.8`,
	`insert into credit_entries (id, person_id, source_type, source_id, title, area, method, minutes, earned_on, recorded_at)
	select c.id, c.person_id, 'completion', c.id, v.content -> 'title', v.content ->> 'knowledgeArea', 'online', c.credit_minutes,
		c.completed_on, c.recorded_at from completions c join module_versions v on v.id = c.module_version_id`,
	// Classes, and now and then a correction of one.
	`insert into credit_entries (id, person_id, source_type, source_id, title, area, method, minutes, earned_on, recorded_at)
	select ${id(other(22), 'i * 2 + n')}, ${id(PERSON, 'i')}, 'class', ${id(other(22), 'n')}, '{"zh-CN": "培训班", "en": "Class"}', 'law',
		'classroom', 120, d, ${at('d')} from ${EVERYBODY}, generate_series(0, 1) n,
		lateral (select ${day('(i * 2 + n)', 20, 900, 16)} as d) x where ${chance('(i * 2 + n)', 17)} < 0.5`,
	`insert into credit_entries (id, person_id, source_type, source_id, title, area, method, minutes, earned_on, accepted_by,
		corrects_id, reason, recorded_at)
	select ${id(other(23), 'row_number() over (order by e.id)')}, e.person_id, 'correction', e.id, e.title, e.area, e.method, -60, e.earned_on,
		${id(PERSON, '0')}, e.id, '提前离场', now() from credit_entries e
		where e.source_type = 'class' and get_byte(uuid_send(e.id), 15) % 50 = 0`,
	`insert into pairings (id, trainee_id, mentor_id, starts_on, ends_on, planned_minutes, goal, created_at, ended_on)
	select ${id(other(30), 'i')}, ${id(PERSON, 'i')}, ${id(PERSON, `case when i = 1 then 2 else i - 1 end`)}, current_date - 800,
		current_date - 100, 2400, '跟班', now(), current_date - 100 from ${EVERYBODY}`,
	`insert into shadowing_entries (id, pairing_id, occurred_on, minutes, steps, rubric, note, content_hash, created_at)
	select ${id(other(31), 'i * 8 + n')}, ${id(other(30), 'i')}, d, 360 + n * 15, array[n, n + 1],
		'{"character": 3, "skill": 3, "work": 4}', '上门拜访客户', 'x', ${at('d')}
	from ${EVERYBODY}, generate_series(1, 6) n, lateral (select ${day('(i * 8 + n)', 110, 790, 5)} as d) x`,
	`insert into shadowing_signatures (id, entry_id, pairing_id, position, signer_id, act, words, content_hash, prev_hash, hash, signed_at)
	select ${id(other(32), '(i * 8 + n) * 2 + s')}, ${id(other(31), 'i * 8 + n')}, ${id(other(30), 'i')}, n * 2 + s, case s when 0 then ${id(PERSON, 'i + 1')} else ${id(PERSON, 'i')} end,
		case s when 0 then 'submit' else 'countersign' end, '', 'x', 'x', 'x', ${at(day('(i * 8 + n)', 105, 780, 5))}
	from ${EVERYBODY}, generate_series(1, 6) n, generate_series(0, 1) s where s = 0 or ${chance('(i * 8 + n)', 6)} < 0.9`,
	`insert into blueprints (id, code, version, content, created_at) values (${id(other(40), '1')}, 'bench', 1, '{}', now())`,
	`insert into sittings (id, title_zh, title_en, ladder, tier, blueprint_id, registration_opens_at, registration_closes_at,
		opens_at, closes_at, minutes, pass_percent, created_at, released_at)
	select ${id(other(41), 't')}, '资格考试', 'Exam', 'bank', (${tiers})[t], ${id(other(40), '1')}, now() - interval '900 days',
		now() - interval '890 days', now() - interval '880 days', now() - interval '10 days', 60, 60, now(), now() - interval '9 days'
	from generate_series(1, 4) t`,
	`insert into attempt_papers (id, sitting_id, person_id, seed, drawn_at)
	select ${id(other(42), 'i * 8 + t')}, ${id(other(41), 't')}, ${id(PERSON, 'i')}, 's', ${at(day('(i * 8 + t)', 20, 780, 7))}
	from ${EVERYBODY}, generate_series(1, 4) t
	where t = ${rank} or (t = ${rank} + 1 and ${chance('i', 8)} < 0.6)`,
	`insert into attempts (id, sitting_id, person_id, started_at, ends_at, handed_in_at, handed_in_by)
	select id, sitting_id, person_id, drawn_at, drawn_at, drawn_at, 'candidate' from attempt_papers`,
	`insert into attempt_results (attempt_id, earned_hundredths, max_score, tenths, passed, marks, rule, marked_on, marked_at, released_at)
	select id, 8000, 100, 600 + get_byte(uuid_send(id), 15), true, '[]', 'bench', current_date, now(), now() - interval '9 days'
	from attempts`,
	`insert into certificates (id, number, person_id, ladder, tier, attempt_id, printed, issued_on, valid_to, recorded_at)
	select ${id(other(43), `row_number() over (order by a.id)`)}, 'B' || row_number() over (order by a.id), a.person_id, s.ladder, s.tier, a.id, '{}',
		a.handed_in_at::date, a.handed_in_at::date + 730, a.handed_in_at from attempts a join sittings s on s.id = a.sitting_id`,
	`insert into assessment_periods (id, name_zh, name_en, starts_on, ends_on, indicators, created_at)
	select ${id(other(50), 'n')}, n || '期', 'Period ' || n, current_date - 20 - 182 * n, current_date - 20 - 182 * (n - 1) - 1,
		'[]', now() from generate_series(1, 3) n`,
	`insert into assessment_results (id, period_id, person_id, scores, total, source, recorded_at)
	select ${id(other(51), 'i * 4 + n')}, ${id(other(50), 'n')}, ${id(PERSON, 'i')}, '{"results": 80, "process": 75, "service": 82, "risk": 90}',
		5500 + floor(${chance('(i * 4 + n)', 9)} * 4500)::int, '绩效系统', now() - interval '15 days' from ${EVERYBODY}, generate_series(1, 3) n`,
	`insert into decisions (id, person_id, ladder, kind, to_tier, policy_version_id, as_of, facts, explanation, facts_hash,
		explanation_hash, reason, proposed_at, state, effective_on)
	select ${id(other(60), 'i * 4 + r')}, ${id(PERSON, 'i')}, 'bank', 'promotion', (${tiers})[r], v.id, d, '{}', '{}', '', '', '评定', ${at('d')}, 'effective', d
	from ${EVERYBODY}, generate_series(1, 3) r, (select id from policy_versions where ladder = 'bank' order by effective_from limit 1) v,
		lateral (select ${day('i', 100, 800, 10)} - (${rank} - r) * 400 as d) x where r <= ${rank} and r > ${rank} - 2`,
	`insert into appointments (id, person_id, ladder, tier, starts_on, valid_to, decision_id, recorded_at)
	select ${id(other(61), `row_number() over (order by d.id)`)}, d.person_id, d.ladder, d.to_tier, d.effective_on,
		case when d.to_tier in ('senior', 'principal') then d.effective_on + 730 end, d.id, d.proposed_at from decisions d`,
	`insert into pledge_texts (id, code, version, title_zh, title_en, body_zh, body_en, sha256, published_at)
	values (${id(other(70), '1')}, 'newLoans', 1, '新增贷款承诺书', 'New-loan pledge', '…', '…', 'x', now())`,
	`insert into pledges (id, person_id, text_id, signed_on, hash, signed_at)
	select ${id(other(71), 'i')}, ${id(PERSON, 'i')}, ${id(other(70), '1')}, d, 'x', ${at('d')}
	from ${EVERYBODY}, lateral (select ${day('i', 10, 600, 11)} as d) x where ${chance('i', 12)} < 0.7`,
	`insert into endorsements (id, person_id, ladder, tier, role, endorsed_by, words, endorsed_on, recorded_at)
	select ${id(other(72), 'i')}, ${id(PERSON, 'i')}, 'bank', 'manager', 'unitHead', ${id(PERSON, '0')}, '推荐', d, ${at('d')}
	from ${EVERYBODY}, lateral (select ${day('i', 10, 300, 13)} as d) x where ${chance('i', 14)} < 0.4`,
	`insert into exceptions (id, person_id, ladder, tier, ref, valid_from, valid_to, decision_id, recorded_at)
	select ${id(other(73), 'i')}, ${id(PERSON, 'i')}, 'bank', 'senior', 'education', current_date - 100, current_date + 200,
		${id(other(74), 'i')}, now() from ${EVERYBODY} where ${chance('i', 15)} < 0.01`,
	`set session_replication_role = origin`,
	`vacuum analyze`
];
for (const text of statements) {
	await handle.run(text).catch((error) => {
		throw new Error(`${text.slice(0, 200)}\n${error}`);
	});
}
const [total] = await handle.run(`select (select count(*) from evidence) + (select count(*) from completions)
	+ (select count(*) from shadowing_entries) + (select count(*) from certificates) + (select count(*) from attempts)
	+ (select count(*) from assessment_results) + (select count(*) from appointments) + (select count(*) from pledges)
	+ (select count(*) from endorsements) + (select count(*) from exceptions) as facts`);
process.stdout.write(JSON.stringify({ people, facts: Number(total!['facts']) }));
await handle.close();
