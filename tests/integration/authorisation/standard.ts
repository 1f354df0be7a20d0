import { mayAnywhere } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { items } from '$lib/features/bank/tables.server';
import {
	standardEstimates,
	standardItems,
	standardJudges,
	standardStudies,
	standardTurns
} from '$lib/features/exams/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from '../../support/database';
import { givenPerson } from '../../support/world';
import type { Scene, Side } from './scene';
import type { Route, Who } from './table';

/** Studies of sittings that are not out: one that is judged, by the mentors of both sides and two others; one proposed. */
export interface Standards {
	judgedId: string;
	proposedId: string;
	/** A judge who takes part in nothing else. */
	judgeId: string;
	judgeNos: string[];
}

/** What a study needs in the tables; nobody here began it, so that whoever may approve at all may approve it. */
async function setStudy(
	world: World,
	sittingId: string,
	judges: readonly string[],
	now: Date,
	{ opened = false, proposed = 0 } = {}
): Promise<string> {
	const [item] = await world.db.select().from(items).limit(1);
	const id = newId(now);
	const cut = { percent: proposed, sd: 0, se: 0, judges: [], forms: [], proposed };
	await world.db
		.insert(standardStudies)
		.values({ id, sittingId, startedAt: now, ...(proposed ? { cut, closedAt: now } : {}) });
	await world.db
		.insert(standardItems)
		.values({ studyId: id, itemVersionId: item!.versionId, marks: 5, place: 1 });
	const of = { studyId: id, round: 1 };
	await world.db.insert(standardJudges).values(judges.map((personId) => ({ studyId: id, personId })));
	await world.db
		.insert(standardTurns)
		.values(judges.map((personId) => ({ ...of, personId, ...(opened ? { openedAt: now } : {}) })));
	if (opened)
		await world.db.insert(standardEstimates).values(
			judges.map((personId) => ({
				...{ ...of, personId, itemVersionId: item!.versionId, percent: 50, saidAt: now }
			}))
		);
	return id;
}

export async function setStandards(
	world: World,
	{ sittingId, endedSittingId }: { sittingId: string; endedSittingId: string },
	mentorIds: readonly string[],
	now: Date
): Promise<Standards> {
	const judge = await givenPerson(world, { roles: ['mentor'] });
	const other = await givenPerson(world, { roles: ['mentor'] });
	return {
		judgedId: await setStudy(world, sittingId, [...mentorIds, judge.id, other.id], now, { opened: true }),
		proposedId: await setStudy(world, endedSittingId, [judge.id, other.id], now, { proposed: 65 }),
		...{ judgeId: judge.id, judgeNos: [judge.employeeNo, other.employeeNo] }
	};
}

const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
const notOwn = (who: Who) => who.position !== 'own';
const both =
	(...all: ((who: Who) => boolean)[]) =>
	(who: Who) =>
		all.every((rule) => rule(who));

/** Whoever sits an exam has no part in its pass mark. */
const reads = both(anywhere('exams.standard.read'), notOwn);
const manages = both(anywhere('exams.standard.manage'), notOwn);
const approves = both(anywhere('exams.standard.approve'), notOwn);
/** The mentors of both sides are its judges, by no role. */
const judges = (who: Who) => who.position === 'mentee';

const judged = (_side: Side, scene: Scene) => ({ sitting: scene.sittingId });
const proposed = (_side: Side, scene: Scene) => ({ sitting: scene.endedSittingId });
const study = (_side: Side, scene: Scene) => ({ study: scene.standards.judgedId });
const item = (side: Side, scene: Scene) => ({ ...study(side, scene), place: '1' });
const ofJudged = (_side: Side, scene: Scene) => ({ studyId: scene.standards.judgedId });
const ofProposed = (_side: Side, scene: Scene) => ({ studyId: scene.standards.proposedId });

export const standardRoutes: Record<string, Route> = {
	'/(staff)/staff/sittings/[sitting]/standard': {
		load: { may: reads, params: judged },
		// Another one of the sitting is under way.
		start: {
			may: manages,
			params: judged,
			form: (_side, scene) => ({ 'judges[]': scene.standards.judgeNos }),
			conflicts: true
		},
		leaveOut: {
			may: manages,
			params: judged,
			form: (side, scene) => ({ ...ofJudged(side, scene), personId: scene.standards.judgeId })
		},
		// Nobody has handed in.
		round: { may: manages, params: judged, form: ofJudged, conflicts: true },
		close: { may: manages, params: judged, form: ofJudged, conflicts: true },
		drop: { may: manages, params: judged, form: ofJudged },
		// Nobody has a paper with the item that was judged.
		approve: {
			may: approves,
			params: proposed,
			form: (side, scene) => ({ ...ofProposed(side, scene), percent: '65' }),
			conflicts: true
		},
		reject: {
			may: approves,
			params: proposed,
			form: (side, scene) => ({ ...ofProposed(side, scene), reason: '评委过少' })
		}
	},
	'/(app)/judging': { load: { may: () => true } },
	'/(app)/judging/[study]': {
		load: { may: judges, params: study },
		open: { may: judges, params: study },
		submit: { may: judges, params: study }
	},
	'/(app)/judging/[study]/[place]': {
		load: { may: judges, params: item },
		default: { may: judges, params: item, form: () => ({ percent: '60' }) }
	},
	// It shows no picture: `tests/integration/exams/standard.test.ts`.
	'/(app)/judging/[study]/pictures/[file]': {
		GET: {
			may: () => false,
			params: (side, scene) => ({ ...study(side, scene), file: scene.itemId })
		}
	}
};
