// A sitting that everybody has handed in and nobody has marked: `tsx tests/bench/marking/sat.ts <database url> <candidates>
// <questions>`. One form of objective questions of the bank, each candidate with an order of their own; answers by a strength
// of their own, every third one changed once. Prints what it made, as JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { asc, eq, ne, sql } from 'drizzle-orm';
import { systemActor, type Actor } from '$lib/access/can';
import { importContent, reviewItems, submitItems } from '$lib/features/bank/index.server';
import type { Aliases, Question } from '$lib/features/bank';
import { blueprints, itemKeys, items, itemVersions } from '$lib/features/bank/tables.server';
import { createSitting } from '$lib/features/exams/index.server';
import { attemptPapers } from '$lib/features/exams/tables.server';
import { people } from '$lib/features/people/tables.server';
import type { Context } from '$lib/server/context';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';
import { randomSource } from '$lib/server/random';
import { publishContent } from '../../../src/content.server';
import { rightAnswer, wrongAnswer } from '../../../drizzle/seed/demo/answers';
import { givenPerson } from '../../support/world';

const [url = '', candidates = '5000', questions = '100'] = process.argv.slice(2);
const handle = await openServer(url, 2);
await handle.migrate();
const { db } = handle;
const now = new Date();
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);
const context = (at = now, actor: Actor = systemActor('bench')): Context => ({
	...{ db, actor, now: at, locale: 'zh-CN', requestId: randomUUID(), jobs: noJobs }
});
const world = { db, made: new Map(), counter: 0 } as never;

await publishContent(context(hours(-72)));
const [author, reviewer] = [
	await givenPerson(world, { roles: ['author'] }),
	await givenPerson(world, { roles: ['itemReviewer'] })
];
await importContent(context(hours(-72), author.actor));
const ids = async () => ({ itemIds: (await db.select({ id: items.id }).from(items)).map(({ id }) => id) });
await submitItems(context(hours(-72), author.actor), await ids());
await reviewItems(context(hours(-71), reviewer.actor), { ...(await ids()), to: 'ready' });
const [blueprint] = await db.select().from(blueprints).where(eq(blueprints.code, 'manager-2026'));
const { id: sittingId } = await createSitting(context(hours(-70)), {
	...{ titleZh: '统考', titleEn: 'Unified exam', ladder: 'bank', tier: 'manager' },
	...{ blueprintId: blueprint!.id, minutes: 120, passPercent: 60 },
	...{ registrationOpensAt: hours(-40), registrationClosesAt: hours(-30), opensAt: hours(-20) },
	closesAt: hours(-1)
});

const objective = (
	await db
		.select({ id: itemVersions.id, question: itemKeys.question, aliases: itemKeys.aliases })
		.from(itemVersions)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.where(ne(itemVersions.type, 'essay'))
		.orderBy(asc(itemVersions.id))
)
	.map((row) => ({ ...row, question: row.question as Question, aliases: row.aliases as Aliases }))
	.filter(({ question }) => question.type !== 'shortAnswer')
	.slice(0, Number(questions));
if (objective.length < Number(questions))
	throw new Error(`The bank has ${objective.length} objective questions.`);

const [first] = await db.select({ unitId: people.unitId }).from(people).limit(1);
await db.execute(sql`insert into people (id, employee_no, name, unit_id, post, hired_on, created_at)
	select gen_random_uuid(), 'C' || n, '考生' || n, ${first!.unitId}::uuid, '客户经理', '2024-01-01', now() from generate_series(1, ${Number(candidates)}) n`);
await db.execute(sql`insert into attempt_papers (id, sitting_id, person_id, seed, drawn_at)
	select gen_random_uuid(), ${sittingId}::uuid, id, 'bench', now() from people where employee_no like 'C%'`);
await db.execute(sql`insert into attempts (id, sitting_id, person_id, started_at, ends_at, handed_in_at, handed_in_by)
	select id, sitting_id, person_id, ${hours(-10).toISOString()}::timestamptz, ${hours(-8).toISOString()}::timestamptz,
		${hours(-8.5).toISOString()}::timestamptz, 'candidate' from attempt_papers`);
await db.execute(sql`insert into attempt_items (attempt_id, position, item_version_id, option_order, marks)
	select p.id, row_number() over (partition by p.id order by md5(p.id::text || v.id)), v.id::uuid, '{}', 1
	from attempt_papers p cross join jsonb_array_elements_text(${JSON.stringify(objective.map(({ id }) => id))}::text::jsonb) v(id)`);

const byVersion = new Map(
	objective.map(({ id, question, aliases }, i) => [
		id,
		{ right: rightAnswer(question, aliases), wrong: wrongAnswer(question, aliases), hard: (i % 17) / 17 }
	])
);
const below = randomSource('marking');
const begun = hours(-10).getTime();
const papers = await db.select({ id: attemptPapers.id }).from(attemptPapers).orderBy(asc(attemptPapers.id));
const AT_ONCE = 100;
let saved = 0;
for (let from = 0; from < papers.length; from += AT_ONCE) {
	const some = papers.slice(from, from + AT_ONCE).map(({ id }) => id);
	const asked = (await db.execute(sql`select attempt_id, position, item_version_id from attempt_items
		where attempt_id in (select jsonb_array_elements_text(${JSON.stringify(some)}::text::jsonb)::uuid)
		order by attempt_id, position`)) as unknown as {
		attempt_id: string;
		position: number;
		item_version_id: string;
	}[];
	const strength = new Map(some.map((id) => [id, below(1000) / 1000]));
	const rows = asked.flatMap(({ attempt_id, position, item_version_id }) => {
		const { right, wrong, hard } = byVersion.get(item_version_id)!;
		const knows = below(1000) / 1000 < 0.25 + 0.5 * strength.get(attempt_id)! + 0.3 * (1 - hard) - 0.15;
		const at = new Date(begun + position * 45_000 + below(20_000)).toISOString();
		const row = { attempt_id, position, saved_at: at };
		const last = { ...row, seq: 2, given: knows ? right : wrong };
		return below(3) ? [last] : [{ ...row, seq: 1, given: wrong }, last];
	});
	saved += rows.length;
	await db.execute(sql`insert into answers (attempt_id, position, seq, given, saved_at, seat)
		select attempt_id, position, seq, given, saved_at, 1 from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
			as r(attempt_id uuid, position int, seq int, given jsonb, saved_at timestamptz)`);
}
await handle.run('vacuum analyze');
await handle.run('checkpoint');
process.stdout.write(
	JSON.stringify({ sittingId, candidates: papers.length, questions: objective.length, saved })
);
await handle.close();
