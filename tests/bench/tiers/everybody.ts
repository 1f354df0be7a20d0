// How long it takes to read the facts of everybody, or to gather and evaluate them: `tsx tests/bench/tiers/everybody.ts
// <database url> <read|evaluate>`. Prints seconds of the better of two rounds, rows, and the most memory, as JSON.
import '../../../src/cli/root.js';
import { sql } from 'drizzle-orm';
import { eachFacts, findPolicyInForce } from '$lib/features/tiers/index.server';
import { evaluate } from '$lib/features/tiers';
import { tierAfter } from '$lib/features/tiers/policy/types';
import { appointmentsOn, LADDER } from '$lib/features/tiers/rules';
import { rowsOf } from '$lib/server/db/database';
import { openServer } from '$lib/server/db/server';
import { dateIn } from '$lib/shared/dates';

const [url = '', mode = 'read'] = process.argv.slice(2);
const { db, close } = await openServer(url, 4);
const today = dateIn(new Date());
const CHUNK = 5000;

/** The rows that the facts are made of, as they lie in their tables. */
const selects = [
	`select e.person_id, e.id, e.kind, e.valid_from, e.valid_to, e.data from evidence e
	left join evidence_retractions r on r.evidence_id = e.id where r.evidence_id is null and e.person_id`,
	`select c.person_id, c.id, c.module_version_id, c.completed_on, c.credit_minutes from completions c where c.person_id`,
	`select e.person_id, e.id, e.source_type, e.title, e.area, e.method, e.minutes, e.earned_on, e.corrects_id from credit_entries e
	where e.person_id`,
	`select p.trainee_id, e.id, e.occurred_on, e.minutes, e.steps, e.rubric, a.act, a.signed_at from pairings p
	join shadowing_entries e on e.pairing_id = p.id
	left join shadowing_signatures a on a.entry_id = e.id and a.act <> 'submit'
	left join shadowing_entries c on c.replaces_id = e.id where p.trainee_id`,
	`select c.person_id, c.id, c.number, c.ladder, c.tier, c.issued_on, c.valid_to, r.revoked_on from certificates c
	left join certificate_revocations r on r.certificate_id = c.id where c.person_id`,
	`select a.person_id, a.id, s.ladder, s.tier, a.handed_in_at, r.tenths from attempts a join sittings s on s.id = a.sitting_id
	join attempt_results r on r.attempt_id = a.id where r.passed and a.person_id`,
	`select r.person_id, r.id, p.name_zh, p.name_en, p.starts_on, p.ends_on, r.total, r.scores from assessment_results r
	join assessment_periods p on p.id = r.period_id where r.person_id`,
	`select person_id, id, ladder, tier, starts_on, valid_to from appointments where person_id`,
	`select p.person_id, p.id, t.code, t.title_zh, t.title_en, t.version, p.signed_on, p.valid_to from pledges p
	join pledge_texts t on t.id = p.text_id where p.person_id`,
	`select person_id, id, ladder, tier, role, endorsed_on from endorsements where not withdrawn and person_id`,
	`select person_id, id, ladder, tier, ref, valid_from, valid_to, decision_id from exceptions where person_id`
];

async function readAll(): Promise<number> {
	let rows = 0;
	for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
		const page = await rowsOf<{ id: string }>(
			db,
			sql`select id from people where id > ${after} order by id limit ${CHUNK}`
		);
		const upTo = page.at(-1)?.id;
		if (!upTo) return rows;
		for (const text of selects)
			rows += (await rowsOf(db, sql`${sql.raw(text)} between ${after} and ${upTo}`)).length;
		after = upTo;
	}
}

async function evaluateAll(): Promise<number> {
	const version = await findPolicyInForce(db, LADDER, today);
	const policy = version!.policy;
	let eligible = 0;
	await eachFacts(
		db,
		{ on: today },
		(chunk) => {
			for (const facts of chunk.values()) {
				const tier = appointmentsOn(facts, LADDER, today).at(-1)?.tier ?? null;
				const target = tierAfter(policy, tier);
				if (target && evaluate(policy, target.id, facts, today).eligible) eligible++;
			}
		},
		CHUNK
	);
	return eligible;
}

let best = Infinity;
let result = 0;
for (let round = 0; round < 2; round++) {
	const started = performance.now();
	result = await (mode === 'read' ? readAll() : evaluateAll());
	best = Math.min(best, (performance.now() - started) / 1000);
}
process.stdout.write(
	JSON.stringify({ seconds: best, result, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) })
);
await close();
