// Four parallel papers of 100 items from a bank of 5,000 under more than twelve constraints each: `tsx
// tests/bench/bank/assemble.ts <items> <papers>`. Prints as JSON: seconds, the most memory in megabytes, how far the papers
// are apart, what the solver proves of it, and constraints that are not kept (counted anew).
import '../../../src/cli/root.js';
import { assemble } from '$lib/features/bank/assembly/assemble.server';
import type { Blueprint, PoolItem } from '$lib/features/bank/assembly/blueprint';
import { randomSource } from '$lib/server/random';

const [count = '5000', papers = '4'] = process.argv.slice(2);
const below = randomSource('bench');
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const areas = ['law', 'economics', 'ethics', 'business', 'management', 'products'];
const levels = ['remember', 'understand', 'apply', 'analyse'];
const types = ['single', 'single', 'single', 'multiple', 'multiple', 'trueFalse', 'numeric'] as const;

const pool: PoolItem[] = Array.from({ length: Number(count) }, (_, i) => ({
	...{ id: `q${String(i).padStart(5, '0')}`, area: pick(areas), level: pick(levels), type: pick(types) },
	...{ difficulty: 150 + below(700), seconds: 30 + below(120), exposure: below(12) },
	// Every twentieth item belongs to a case of four, every tenth has an enemy.
	group: i % 80 < 4 ? `case ${Math.floor(i / 80)}` : null,
	enemies: i % 10 === 5 ? [`e${Math.floor(i / 30)}`] : []
}));
const earlier = [0, 1].map((paper) => pool.filter((_, i) => i % 50 === paper).map(({ id }) => id));
const blueprint: Blueprint = {
	items: 100,
	cells: [
		...areas.map((area, i) => ({
			area,
			from: [20, 10, 15, 25, 15, 15][i]!,
			to: [20, 10, 15, 25, 15, 15][i]!
		})),
		{ level: 'remember', from: 20, to: 30 },
		{ level: 'understand', from: 25, to: 35 },
		{ level: 'apply', from: 25, to: 35 },
		{ level: 'analyse', from: 10, to: 20 },
		{ type: 'single', from: 45, to: 55 },
		{ type: 'multiple', from: 20, to: 30 },
		{ type: 'trueFalse', from: 10, to: 15 },
		{ area: 'law', level: 'analyse', from: 3, to: 6 }
	],
	marks: { single: 1, multiple: 2, trueFalse: 1, numeric: 2 },
	total: { from: 135, to: 145 },
	seconds: { from: 8600, to: 9200 },
	difficulty: { mean: 500, tolerance: 10 },
	...{
		required: ['q00500'],
		forbidden: ['q00007'],
		exposure: 9,
		earlier: { papers: earlier, most: 10 },
		shared: 0
	}
};
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
