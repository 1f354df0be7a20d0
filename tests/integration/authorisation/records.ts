import { can, mayAnywhere } from '$lib/access/can';
import type { Scene, Side } from './scene';
import type { Route, Who } from './table';

/** The file of the trainee's released attempt: never their own. */
const reads = (who: Who) =>
	can(who.actor, 'records.file.read', {
		...{ personId: who.about.id, unitPath: who.side.unit.path },
		parties: { candidate: who.about.id }
	}).ok;
const counts = (who: Who) => mayAnywhere(who.actor, 'records.statistics.read');
const attempt = (side: Side, scene: Scene) => ({
	sitting: scene.releasedSittingId,
	attempt: side.resultAttemptId
});

export const recordRoutes: Record<string, Route> = {
	'/(staff)/staff/sittings/[sitting]/[attempt]/record': {
		GET: { may: reads, params: attempt, query: '?format=json' }
	},
	'/(staff)/staff/exam-statistics': { load: { may: counts } },
	'/(staff)/staff/exam-statistics/file': { GET: { may: counts, query: '?format=csv' } }
};
