// Four parallel papers of 100 items from a bank of 5,000 under more than twelve constraints each: `tsx
// tests/bench/bank/assemble.ts <items> <papers>`. Prints as JSON: seconds, the most memory in megabytes, how far the papers
// are apart, what the solver proves of it, and constraints that are not kept (counted anew).
import '../../../src/cli/root.js';
import { assemble } from '$lib/features/bank/assembly/assemble.server';
import { blueprintOf, poolOf } from './sample';

const [count = '5000', papers = '4'] = process.argv.slice(2);
const pool = poolOf(Number(count));
const blueprint = blueprintOf(pool);
let most = 0;
const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50);
const started = performance.now();
const found = await assemble(blueprint, pool, Number(papers), 'bench');
const seconds = (performance.now() - started) / 1000;
clearInterval(watch);
if (!found.ok) throw new Error(JSON.stringify(found));
const total = blueprint.items * blueprint.difficulty!.mean;
process.stdout.write(
	JSON.stringify({
		...{ seconds, megabytes: Math.round(Math.max(most, process.memoryUsage.rss()) / 2 ** 20) },
		...{ apart: found.apart.difficulty / total, secondsApart: found.apart.seconds },
		...{ bound: found.bound, objective: found.objective },
		constraints: found.verdicts[0]!.length,
		broken: [...found.verdicts.flat(), ...found.between].filter(({ met }) => !met).length
	})
);
