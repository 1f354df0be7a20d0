import { eq } from 'drizzle-orm';
import { can, mayAnywhere, reachesOf } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { Question } from '$lib/features/bank';
import { itemKeys, itemVersions } from '$lib/features/bank/tables.server';
import { attemptItems, sittings } from '$lib/features/exams/tables.server';
import { draftRegradeSchema } from '$lib/features/regrading';
import { draftRegrade, proposeRegrade } from '$lib/features/regrading/index.server';
import { appeals, regrades } from '$lib/features/regrading/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from '../../support/database';
import type { Scene, Side } from './scene';
import type { Route, Who } from './table';

/** Regrades of the released sitting, written by nobody here; and the appeals of its candidates. */
export interface Regrading {
	itemVersionId: string;
	draftId: string;
	proposedId: string;
	trialHash: string;
	/** By attempt. */
	appealIds: Record<string, string>;
}

export async function setRegrading(
	world: World,
	sittingId: string,
	attemptIds: readonly string[],
	now: Date
): Promise<Regrading> {
	await world.db.update(sittings).set({ appealDays: 60, appealLimit: 5 }).where(eq(sittings.id, sittingId));
	const keys = await world.db
		.select({ id: itemVersions.id, question: itemKeys.question })
		.from(itemVersions)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id));
	const { id: itemVersionId } = keys.find(({ question }) => (question as Question).type === 'trueFalse')!;
	const appealIds: Record<string, string> = {};
	for (const attemptId of attemptIds) {
		await world.db
			.insert(attemptItems)
			.values({ attemptId, position: 1, itemVersionId, optionOrder: [], marks: 5 });
		const id = (appealIds[attemptId] = newId(now));
		await world.db
			.insert(appeals)
			.values({ id, attemptId, position: 1, resultVersion: 1, reason: '答案有误', madeAt: now });
	}
	const system = world.ctx(undefined, now);
	const draft = async (kind: 'drop' | 'credit') => {
		const said = { sittingId, itemVersionId, kind, policy: 'all', reason: '答案有误' };
		return (await draftRegrade(system, draftRegradeSchema.parse(said))).id;
	};
	const proposedId = await draft('credit');
	await proposeRegrade(system, { regradeId: proposedId });
	const [proposed] = await world.db.select().from(regrades).where(eq(regrades.id, proposedId));
	return {
		itemVersionId,
		draftId: await draft('drop'),
		proposedId,
		trialHash: proposed!.trialHash!,
		appealIds
	};
}

const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
const notOwn = (who: Who) => who.position !== 'own';
const both =
	(...all: ((who: Who) => boolean)[]) =>
	(who: Who) =>
		all.every((rule) => rule(who));
const beyondSelf = (permission: Permission) => (who: Who) =>
	reachesOf(who.actor, permission).some(({ reach }) => reach !== 'self');
const about = (permission: Permission) => (who: Who) =>
	can(who.actor, permission, {
		...{ personId: who.about.id, unitPath: who.side.unit.path },
		parties: { candidate: who.about.id, mentor: who.side.mentor.id }
	}).ok;

const reads = both(anywhere('regrading.regrade.read'), notOwn);
const proposes = both(anywhere('regrading.regrade.propose'), notOwn);
const approves = both(anywhere('regrading.regrade.approve'), notOwn);
const looks = both(about('regrading.appeal.read'), about('exams.result.read'), notOwn);

const released = (_side: Side, scene: Scene) => ({ sitting: scene.releasedSittingId });
const draft = (side: Side, scene: Scene) => ({ ...released(side, scene), regrade: scene.regrading.draftId });
const proposed = (side: Side, scene: Scene) => ({
	...released(side, scene),
	regrade: scene.regrading.proposedId
});
const appeal = (side: Side, scene: Scene) => ({
	appeal: scene.regrading.appealIds[side.resultAttemptId]!
});

const BASE = '/(staff)/staff/sittings/[sitting]/regrades';

export const regradingRoutes: Record<string, Route> = {
	'/(app)/exams/[sitting]/appeal': {
		load: { may: (who) => who.position === 'own', params: released },
		make: {
			may: (who) => who.position === 'own',
			params: released,
			form: () => ({ position: 'whole', reason: '总分有误' })
		},
		withdraw: {
			may: (who) => who.position === 'own',
			params: released,
			form: (side, scene) => ({ appealId: appeal(side, scene).appeal })
		}
	},
	[BASE]: { load: { may: reads, params: released } },
	[`${BASE}/new`]: {
		// `item` stands in the address: without one there is nothing to correct.
		load: { may: () => false, params: released },
		save: {
			may: proposes,
			params: released,
			form: (_side, scene) => ({
				...{ itemVersionId: scene.regrading.itemVersionId, kind: 'drop', policy: 'all', reason: '答案有误' }
			})
		},
		act: { may: () => true, params: released, form: () => ({ kind: 'drop', act: 'add:rows' }) }
	},
	[`${BASE}/[regrade]`]: {
		load: { may: reads, params: draft },
		try: { may: both((who) => proposes(who) || approves(who)), params: draft },
		// Another one of the sitting waits already.
		propose: { may: proposes, params: draft, conflicts: true },
		withdraw: { may: proposes, params: draft },
		approve: {
			may: approves,
			params: proposed,
			form: (_side, scene) => ({ trialHash: scene.regrading.trialHash })
		},
		reject: { may: approves, params: proposed, form: () => ({ reason: '题目无误' }) }
	},
	'/(staff)/staff/appeals': {
		load: {
			may: (who) =>
				[beyondSelf('regrading.appeal.read'), beyondSelf('regrading.appeal.decide')].some((rule) => rule(who))
		}
	},
	'/(staff)/staff/appeals/[appeal]': {
		load: { may: looks, params: appeal },
		decide: {
			may: both(looks, about('regrading.appeal.decide')),
			params: appeal,
			form: () => ({ outcome: 'rejected', decision: '经复核无误' })
		}
	},
	'/(staff)/staff/certificates/at-stake': {
		load: { may: anywhere('certificates.certificate.revoke') },
		// Every certificate of the scene rests on an exam that is passed.
		keep: {
			may: (who) =>
				can(who.actor, 'certificates.certificate.revoke', {
					...{ personId: who.about.id, unitPath: who.side.unit.path },
					parties: { holder: who.about.id }
				}).ok,
			form: (side) => ({ certificateId: side.trainee.certificateId, reason: '在岗' }),
			conflicts: true
		}
	}
};
