// Papers of 100 items drawn for candidates from a bank of 5,000 under the same constraints: `tsx tests/bench/bank/draw.ts
// <items> <papers>`. Prints as JSON: seconds, the most memory in megabytes, papers a second, constraints that are not kept.
import '../../../src/cli/root.js';
import { prepareDraw } from '$lib/features/bank/assembly/draw.server';
import { verifyPaper } from '$lib/features/bank/assembly/verify';
import { blueprintOf, poolOf } from './sample';

const [count = '5000', papers = '500'] = process.argv.slice(2);
const pool = poolOf(Number(count));
const blueprint = blueprintOf(pool);
const started = performance.now();
const draw = prepareDraw(blueprint, pool);
const drawn = [];
for (let i = 0; i < Number(papers); i++) drawn.push(await draw(`candidate ${i}`));
const seconds = (performance.now() - started) / 1000;
const idOf = new Map(pool.map(({ versionId, id }) => [versionId, id]));
const broken = drawn.flatMap((one): object[] =>
	one.ok
		? verifyPaper(
				blueprint,
				pool,
				one.paper.map(({ itemVersionId }) => idOf.get(itemVersionId)!)
			).filter(({ met }) => !met)
		: [one]
);
process.stdout.write(
	JSON.stringify({
		...{ seconds, megabytes: Math.round(process.memoryUsage.rss() / 2 ** 20) },
		...{ rate: drawn.length / seconds, broken: broken.length }
	})
);
