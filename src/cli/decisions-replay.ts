// `npm run decisions:replay [-- id]`: computes every stored decision, or one, again from its own facts and standard, and
// ends with 1, naming those that do not come out as they were stored.
import { runTool, Stop } from './tool';
import { replayDecisions } from '$lib/features/tiers/index.server';
import { isId } from '$lib/shared/ids';

const WHY = {
	facts: 'its facts were changed after it was sealed',
	explanation: 'its explanation was changed after it was sealed',
	answer: 'the same facts and standard give another answer',
	policy: 'its standard is not there'
};

await runTool('decisions:replay', async ({ db }) => {
	const only = process.argv[2] ?? null;
	if (only !== null && !isId(only)) throw new Stop(`${only} is not the id of a decision.`);
	const { decisions, steps, older, differing } = await replayDecisions(db, only);
	if (only !== null && !decisions) throw new Stop(`There is no decision ${only}.`);
	for (const { decisionId, step, why } of differing)
		console.error(`${decisionId}${step === null ? '' : `, step ${step}`}: ${WHY[why]}.`);
	const what = `${decisions} decisions and ${steps} of their steps`;
	if (differing.length) throw new Stop(`Replayed ${what}: ${differing.length} differ.`);
	const old = older ? ` ${older} are of an older engine: their verdicts are the same.` : '';
	console.log(`Replayed ${what}: every one comes out as it was stored.${old}`);
});
