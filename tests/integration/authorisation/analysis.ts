import { mayAnywhere } from '$lib/access/can';
import { analyse, ANALYSIS_ENGINE } from '$lib/features/exams/analysis/analyse';
import { TableBuilder } from '$lib/features/exams/analysis/table';
import { sittingAnalyses } from '$lib/features/exams/tables.server';
import { NOW, type World } from '../../support/database';
import type { Scene } from './scene';
import type { Route, Who } from './table';

/** The analysis of a sitting in which six candidates had one item. */
export async function setAnalysis(world: World, sittingId: string, versionId: string): Promise<void> {
	const builder = new TableBuilder();
	for (const earned of [0, 0, 100, 100, 100, 100])
		builder.add(null, [{ item: 0, earned, worth: 100, chosen: 0, seconds: null }]);
	const figures = analyse(builder.build([{ id: versionId, section: 'law', options: [] }]));
	await world.db
		.insert(sittingAnalyses)
		.values({ sittingId, basis: 'given', engine: ANALYSIS_ENGINE, figures, computedAt: NOW });
}

const may = (who: Who) => mayAnywhere(who.actor, 'exams.analysis.read');
const sitting = (_side: unknown, scene: Scene) => ({ sitting: scene.releasedSittingId });
const BASE = '/(staff)/staff/sittings/[sitting]/analysis';

/** Before a release: tests/integration/exams/analysis.test.ts. */
export const analysisRoutes: Record<string, Route> = {
	[BASE]: { load: { may, params: sitting } },
	[`${BASE}/[item]`]: {
		load: { may, params: (side, scene) => ({ ...sitting(side, scene), item: scene.itemVersionId }) }
	},
	[`${BASE}/file`]: { GET: { may, params: sitting, query: '?format=csv' } }
};
