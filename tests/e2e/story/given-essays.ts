// A sitting of an hour ago with an essay that somebody wrote and three who may mark it, put into the folder of a demo that no
// server has open: `tsx given-essays.ts <folder>`. Prints the sitting and the numbers to sign in by, as JSON.
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { systemActor, type Actor } from '$lib/access/can';
import { evenMarks, type Question } from '$lib/features/bank';
import { publishBlueprint } from '$lib/features/bank/index.server';
import { itemKeys } from '$lib/features/bank/tables.server';
import {
	createSitting,
	handInAttempt,
	registerForSitting,
	saveAnswers,
	startAttempt
} from '$lib/features/exams/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import { units } from '$lib/features/people/tables.server';
import type { Context } from '$lib/server/context';
import { openEmbedded } from '$lib/server/db/embedded';
import { noJobs } from '$lib/server/jobs/sender';
import { DEMO_PASSWORD } from '../../../drizzle/seed/demo/cast';
import { givenPerson } from '../../support/world';

const [folder = ''] = process.argv.slice(2);
const handle = await openEmbedded(folder);
const { db } = handle;
const now = new Date();
const hours = (n: number) => new Date(now.getTime() + n * 3_600_000);
const context = (at: Date, actor: Actor = systemActor('test')): Context => ({
	...{ db, actor, now: at, locale: 'zh-CN', requestId: randomUUID(), jobs: noJobs }
});

const [unit] = await db
	.select({ id: units.id, code: units.code, path: units.path, parentId: units.parentId })
	.from(units)
	.where(eq(units.code, 'B01O01'));
const world = { db, made: new Map(), counter: 0 } as never;
const person = (employeeNo: string, name: string, role: 'marker' | 'trainee') =>
	givenPerson(world, { employeeNo, name, roles: [role], unit: unit!, password: DEMO_PASSWORD });
const candidate = await person('JH9301', '上官文', 'trainee');
const markers = [
	await person('JH9311', '评阅甲', 'marker'),
	await person('JH9312', '评阅乙', 'marker'),
	await person('JH9313', '评阅丙', 'marker')
];

const { id: blueprintId } = await publishBlueprint(context(hours(-72)), {
	...{ code: 'essay-day', title: { 'zh-CN': '论述', en: 'Essay' }, items: 2, shared: 0, minutes: 60 },
	cells: [
		{ type: 'essay', from: 1, to: 1 },
		{ type: 'trueFalse', from: 1, to: 1 }
	],
	...{ marks: evenMarks(10), total: null, seconds: null, difficulty: null, passPercent: 60 },
	...{ required: [], forbidden: [], exposure: null, earlier: null }
});
const { id: sittingId } = await createSitting(context(hours(-72)), {
	...{ titleZh: '论述题考试', titleEn: 'Essay exam', ladder: 'bank', tier: 'senior', blueprintId },
	...{ registrationOpensAt: hours(-48), registrationClosesAt: hours(-5) },
	...{ opensAt: hours(-4), closesAt: hours(-1), minutes: 60, passPercent: 60, reading: 'double' }
});
await registerForSitting(context(hours(-24), candidate.actor), { sittingId });
const writing = context(hours(-3), candidate.actor);
const { attemptId } = await startAttempt(writing, { sittingId });
const paper = await db
	.select({ position: attemptItems.position, question: itemKeys.question })
	.from(attemptItems)
	.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
	.where(eq(attemptItems.attemptId, attemptId));
const essay =
	'我是上官文（JH9301）。借款一旦发生，判断就不再独立，还清也没有改变这一点。\n我会劝他两天内主动报告，并如实报告主管。';
await saveAnswers(writing, {
	attemptId,
	answers: paper.map(({ position, question }) => {
		const asked = question as Question;
		const given = asked.type === 'trueFalse' ? asked.correct : essay;
		return { position, seq: 1, flagged: false, given };
	})
});
await handInAttempt(context(hours(-2.5), candidate.actor), { attemptId, unanswered: 0 });
await handle.close();
process.stdout.write(
	JSON.stringify({
		...{ sittingId, candidate: candidate.employeeNo, name: candidate.name },
		markers: markers.map(({ employeeNo, name }) => ({ employeeNo, name }))
	})
);
