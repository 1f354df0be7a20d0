// A sitting that is open now, with candidates who have a session each and a paper of their own that was drawn before:
// `tsx candidates.ts <database url> <how many> <file> [started]`. Writes to the file, for each: the attempt, the cookie, and
// for every question an answer that fits. Prints how long drawing took, as JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { asc, eq, sql } from 'drizzle-orm';
import { systemActor, type Actor } from '$lib/access/can';
import { importContent, reviewItems, submitItems } from '$lib/features/bank/index.server';
import type { AnyGiven, Shown } from '$lib/features/bank';
import { blueprints, itemVersions, items } from '$lib/features/bank/tables.server';
import { createSitting, prepareSitting } from '$lib/features/exams/index.server';
import { attemptItems, attemptPapers } from '$lib/features/exams/tables.server';
import { people } from '$lib/features/people/tables.server';
import { hashSessionId } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import { openServer } from '$lib/server/db/server';
import { noJobs } from '$lib/server/jobs/sender';
import { publishContent } from '../../../src/content.server';
import { givenPerson } from '../../support/world';

const [url = '', many = '64', file = '', started] = process.argv.slice(2);
const count = Number(many);
const handle = await openServer(url, 4);
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
const { minutes, passPercent } = blueprint!.content as { minutes: number; passPercent: number };
const { id: sittingId } = await createSitting(context(hours(-48)), {
	...{
		titleZh: '统考',
		titleEn: 'Unified exam',
		ladder: 'bank',
		tier: 'manager',
		blueprintId: blueprint!.id
	},
	...{
		registrationOpensAt: hours(-40),
		registrationClosesAt: hours(-4),
		opensAt: hours(-0.1),
		closesAt: hours(10)
	},
	...{ minutes: Math.max(minutes, 120), passPercent }
});
const [first] = await db.select({ unitId: people.unitId }).from(people).limit(1);
await db.execute(sql`insert into people (id, employee_no, name, unit_id, post, hired_on, created_at)
	select gen_random_uuid(), 'C' || n, '考生' || n, ${first!.unitId}::uuid, '客户经理', '2024-01-01', now() from generate_series(1, ${count}) n`);
await db.execute(sql`insert into role_grants (id, person_id, role, valid_from, granted_at)
	select gen_random_uuid(), id, 'trainee', '2024-01-01', now() from people where employee_no like 'C%'`);
await db.execute(sql`insert into registrations (id, sitting_id, person_id, ticket, registered_at)
	select gen_random_uuid(), ${sittingId}::uuid, id, 'T-' || substr(employee_no, 2), now() from people where employee_no like 'C%'`);
const drawing = performance.now();
await prepareSitting(context(), { sittingId });
const drawn = performance.now() - drawing;
if (started)
	await db.execute(sql`insert into attempts (id, sitting_id, person_id, started_at, ends_at, seat)
		select id, sitting_id, person_id, ${now.toISOString()}::timestamptz, ${hours(2).toISOString()}::timestamptz, 1 from attempt_papers`);

const papers = await db
	.select({ attemptId: attemptPapers.id, personId: attemptPapers.personId, shown: itemVersions.shown })
	.from(attemptPapers)
	.innerJoin(attemptItems, eq(attemptItems.attemptId, attemptPapers.id))
	.innerJoin(itemVersions, eq(itemVersions.id, attemptItems.itemVersionId))
	.orderBy(asc(attemptPapers.id), asc(attemptItems.position));
const byAttempt = new Map<string, { personId: string; answers: AnyGiven[] }>();
for (const { attemptId, personId, shown } of papers) {
	const own = byAttempt.get(attemptId) ?? { personId, answers: [] };
	own.answers.push(answerTo(shown as Shown));
	byAttempt.set(attemptId, own);
}
const candidates = [...byAttempt].map(([attemptId, { personId, answers }]) => {
	const session = randomUUID().replaceAll('-', '');
	return { attemptId, sittingId, personId, session, answers };
});
await db.execute(sql`insert into sessions (id_hash, person_id, expires_at, created_at)
	select id, person, ${hours(24 * 10).toISOString()}::timestamptz, now()
	from jsonb_to_recordset(${JSON.stringify(candidates.map(({ session, personId }) => ({ id: hashSessionId(session), person: personId })))}::text::jsonb) as s(id text, person uuid)`);
await handle.run('vacuum analyze');
writeFileSync(
	file,
	JSON.stringify(
		candidates.map(({ session, personId: _personId, ...one }) => ({
			...one,
			cookie: `jinjie_session=${session}`
		}))
	)
);
process.stdout.write(JSON.stringify({ drawn, questions: candidates[0]?.answers.length ?? 0 }));
await handle.close();

/** Some answer of the question's kind. */
function answerTo(shown: Shown): AnyGiven {
	switch (shown.type) {
		case 'single':
			return shown.options[0]!.id;
		case 'multiple':
			return [shown.options[0]!.id, shown.options[1]!.id];
		case 'trueFalse':
			return true;
		case 'numeric':
			return shown.unit ? { number: '12.5', unit: '%' } : { number: '12.5' };
		case 'fillIn':
			return Object.fromEntries(shown.gaps.map((gap) => [gap, '风险']));
		case 'matching':
			return Object.fromEntries(shown.lefts.map(({ id }, i) => [id, shown.rights[i]!.id]));
		case 'ordering':
			return shown.items.map(({ id }) => id);
		default:
			return '先核实客户身份，再说明风险。';
	}
}
