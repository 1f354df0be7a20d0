import { randomUUID } from 'node:crypto';
import { mayAnywhere, reachesOf } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { storeItems } from '$lib/features/bank/store.server';
import {
	answers,
	attemptItems,
	attemptPapers,
	attempts,
	registrations,
	sittings
} from '$lib/features/exams/tables.server';
import { storeFile } from '$lib/features/files/index.server';
import {
	markingAnswers,
	markingExamples,
	markingMarkers,
	markingOutcomes,
	markingPlans,
	markingTasks
} from '$lib/features/marking/tables.server';
import { newId } from '$lib/shared/ids';
import { eq } from 'drizzle-orm';
import type { World } from '../../support/database';
import { plainJpeg } from '../../support/photos';
import { givenPerson, type GivenPerson } from '../../support/world';
import * as certificates from '../certificates/given';
import type { Scene, Side } from './scene';
import type { Route, Who } from './table';

/** Sittings that both trainees sat: one planned, one collected, one allocated, whose tasks are the scene's marker's. */
export interface Marking {
	plannedId: string;
	collectedId: string;
	allocatedId: string;
	versionId: string;
	pictureId: string;
	markerIds: string[];
	taskId: string;
	exampleId: string;
	sampledId: string;
}

const words = (text: string) => ({ 'zh-CN': text });
const levels = [
	{ share: 100, words: words('完整') },
	{ share: 0, words: words('没有') }
];
const SAID = { levels: { a: 0 }, hundredths: null, note: '', flag: null, flagNote: '' };

export async function setMarking(
	world: World,
	marker: GivenPerson,
	candidates: readonly GivenPerson[],
	now: Date
): Promise<Marking> {
	const { versionId, pictureId } = await givenEssay(world, now);
	const other = await givenPerson(world, { roles: ['marker'] });
	const markerIds = [marker.id, other.id];
	const make = (dates: object) => givenMarking(world, { versionId, markerIds, candidates, now, dates });
	const planned = await make({});
	const collected = await make({ collectedAt: now });
	const allocated = await make({ collectedAt: now, allocatedAt: now });
	const task = (answerId: string, more: object) => ({
		...{ id: randomUUID(), sittingId: allocated.sittingId, answerId, markerId: marker.id },
		...{ turn: 'first' as const, code: randomUUID(), place: 1, madeAt: now, ...more }
	});
	const [waiting, ready] = allocated.answerIds as [string, string];
	const open = task(waiting, {});
	await world.db
		.insert(markingTasks)
		.values([open, task(ready, { revision: 1, draft: SAID, hundredths: 1000 })]);
	const sampledId = await sample(world, allocated.sittingId, ready, now);
	const exampleId = randomUUID();
	await world.db.insert(markingExamples).values({
		...{ id: exampleId, sittingId: allocated.sittingId, itemVersionId: versionId, marks: 10, text: '样卷' },
		...{ levels: { a: 0 }, hundredths: 1000, words: '要点齐全', madeAt: now }
	});
	return {
		...{ plannedId: planned.sittingId, collectedId: collected.sittingId, allocatedId: allocated.sittingId },
		...{ versionId, pictureId, markerIds, taskId: open.id, exampleId, sampledId }
	};
}

/** An essay with a picture. */
function givenEssay(world: World, now: Date): Promise<{ versionId: string; pictureId: string }> {
	return world.db.transaction(async (tx) => {
		const picture = await storeFile(tx as never, world.ctx(undefined, now), {
			...{ name: 'a.jpg', bytes: plainJpeg(), kinds: ['picture'] }
		});
		const [versionId] = await storeItems(
			tx as never,
			now,
			[
				{
					...{ id: newId(now), code: 'essay-of-scene', version: 1, revision: 1, createdAt: now, case: null },
					...{ pictures: { 'a.jpg': picture.id }, setterId: null },
					question: {
						...{ type: 'essay', stem: words('为什么？![图](a.jpg)') },
						rubric: [{ id: 'a', criterion: words('要点'), weight: 100, levels }]
					},
					about: {
						...{ area: 'economics', level: 'apply', difficulty: 250, seconds: 900, use: 'exam' },
						...{ competency: null, module: null, source: null, tags: [], reviewAgainOn: null }
					}
				}
			],
			null
		);
		return { versionId: versionId!, pictureId: picture.id };
	});
}

/** A sitting that everybody has handed in, with a plan; its answers once they are collected. */
async function givenMarking(
	world: World,
	about: {
		versionId: string;
		markerIds: string[];
		candidates: readonly GivenPerson[];
		now: Date;
		dates: object;
	}
) {
	const { versionId, markerIds, candidates, now, dates } = about;
	const sittingId = await certificates.givenSitting(world, { tier: 'principal', released: false });
	await world.db.update(sittings).set({ reading: 'single' }).where(eq(sittings.id, sittingId));
	await world.db.insert(markingPlans).values({
		...{ sittingId, allocation: 'question' as const, apartPercent: 20, samplePercent: 0 },
		...{ exampleCount: 0, exampleApart: 20, moderatorId: null, createdAt: now, ...dates }
	});
	await world.db.insert(markingMarkers).values(markerIds.map((personId) => ({ sittingId, personId })));
	const answerIds: string[] = [];
	for (const { id: personId } of candidates) {
		const [attemptId, answerId] = [newId(now), randomUUID()];
		await world.db
			.insert(registrations)
			.values({ id: newId(now), sittingId, personId, ticket: answerId, registeredAt: now });
		await world.db
			.insert(attemptPapers)
			.values({ id: attemptId, sittingId, personId, seed: '0', drawnAt: now });
		const long = new Date('2026-02-01T03:00:00Z');
		await world.db.insert(attempts).values({
			...{ id: attemptId, sittingId, personId, startedAt: long, endsAt: long },
			...{ handedInAt: long, handedInBy: 'candidate' as const }
		});
		await world.db.insert(attemptItems).values(
			[1, 2].map((position) => ({
				...{ attemptId, position, itemVersionId: versionId, optionOrder: [], marks: 10 }
			}))
		);
		await world.db
			.insert(answers)
			.values({ attemptId, position: 1, seq: 1, given: '因为。', flagged: false, savedAt: long });
		if (!('collectedAt' in dates)) continue;
		await world.db.insert(markingAnswers).values({
			...{ id: answerId, sittingId, attemptId, position: 1, itemVersionId: versionId, marks: 10 },
			...{ text: '因为。', code: answerId }
		});
		answerIds.push(answerId);
	}
	return { sittingId, answerIds };
}

/** A third answer, which a moderator has to look at. */
async function sample(world: World, sittingId: string, like: string, now: Date): Promise<string> {
	const [row] = await world.db.select().from(markingAnswers).where(eq(markingAnswers.id, like));
	const id = randomUUID();
	await world.db.insert(markingAnswers).values({ ...row!, id, position: 2, code: id, sampled: true });
	await world.db.insert(markingOutcomes).values({
		...{ answerId: id, version: 1, kind: 'single' as const, hundredths: 500, basis: {} },
		...{ reason: '', decidedAt: now }
	});
	return id;
}

const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
const wide = (permission: Permission) => (who: Who) =>
	reachesOf(who.actor, permission).some(({ reach }) => reach === 'organisation');
const notOwn = (rule: (who: Who) => boolean) => (who: Who) => who.position !== 'own' && rule(who);

const reads = notOwn(anywhere('marking.plan.read'));
const manages = notOwn(anywhere('marking.plan.manage'));
const [readsAtAll, moderatesWidely] = [anywhere('marking.plan.read'), wide('marking.answer.moderate')];
const moderates = notOwn(moderatesWidely);
/** The marker whose tasks they are. */
const marks = (who: Who) =>
	who.role === 'marker' && (who.position === 'unit' || who.position === 'elsewhere');

const planned = (_side: Side, scene: Scene) => ({ sitting: scene.marking.plannedId });
const collected = (_side: Side, scene: Scene) => ({ sitting: scene.marking.collectedId });
const allocated = (_side: Side, scene: Scene) => ({ sitting: scene.marking.allocatedId });
const task = (_side: Side, scene: Scene) => ({ task: scene.marking.taskId });
const sampled = (side: Side, scene: Scene) => ({
	...allocated(side, scene),
	answer: scene.marking.sampledId
});

const PLAN = '/(staff)/staff/sittings/[sitting]/marking';
const DESK = '/(staff)/staff/marking';

export const markingRoutes: Record<string, Route> = {
	[PLAN]: {
		load: { may: reads, params: allocated },
		save: {
			may: manages,
			params: planned,
			form: (_side, { marking }) => ({
				...{ revision: '1', 'markerIds[]': marking.markerIds, allocation: 'question', apartPercent: '20' },
				...{ samplePercent: '10', exampleCount: '0', exampleApart: '20', moderatorId: '' }
			})
		},
		collect: { may: manages, params: planned },
		check: { may: manages, params: collected, form: () => ({ text: '阅卷人工号,题目编号\nNOBODY,x' }) },
		allocate: { may: manages, params: collected },
		reassign: {
			may: manages,
			params: allocated,
			form: (_side, { marking: { markerIds } }) => ({ fromId: markerIds[0]!, toId: markerIds[1]! })
		},
		remind: { may: manages, params: allocated }
	},
	[`${PLAN}/answers`]: { GET: { may: manages, params: collected } },
	[`${PLAN}/example`]: {
		load: { may: manages, params: collected },
		default: {
			may: manages,
			params: collected,
			form: (_side, { marking }) => ({
				...{ itemVersionId: marking.versionId, text: '样卷', 'levels.a': '0', words: '要点齐全' }
			})
		}
	},
	[DESK]: {
		load: {
			may: (who) =>
				[anywhere('marking.answer.mark'), anywhere('marking.answer.moderate')].some((rule) => rule(who))
		},
		submit: {
			may: marks,
			form: (_side, { marking }) => ({ sittingId: marking.allocatedId })
		}
	},
	[`${DESK}/tasks/[task]`]: {
		load: { may: marks, params: task },
		default: { may: marks, params: task, form: () => ({ revision: '0', 'levels.a': '1' }) }
	},
	[`${DESK}/tasks/[task]/draft`]: {
		PUT: { may: marks, params: task, json: { revision: 0, levels: {}, note: '再看' } }
	},
	[`${DESK}/examples/[sitting]`]: {
		load: { may: marks, params: allocated },
		default: {
			may: marks,
			params: allocated,
			form: (_side, { marking }) => ({ exampleId: marking.exampleId, 'levels.a': '0' })
		}
	},
	[`${DESK}/moderation/[sitting]`]: { load: { may: moderates, params: allocated } },
	[`${DESK}/moderation/[sitting]/[answer]`]: {
		load: { may: moderates, params: sampled },
		default: { may: moderates, params: sampled, form: () => ({ version: '1', act: 'confirm' }) }
	},
	[`${DESK}/pictures/[version]/[file]`]: {
		GET: {
			may: (who) => [readsAtAll, moderatesWidely, marks].some((rule) => rule(who)),
			params: (_side, { marking }) => ({ version: marking.versionId, file: marking.pictureId })
		}
	}
};
