// A bank of thousands and a blueprint of more than twelve constraints, of which an assembly and draws are measured.
import type { Blueprint } from '$lib/features/bank/assembly/blueprint';
import type { Drawable } from '$lib/features/bank/index.server';
import { randomSource } from '$lib/server/random';

const below = randomSource('bench');
const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
const areas = ['law', 'economics', 'ethics', 'business', 'management', 'products'];
const levels = ['remember', 'understand', 'apply', 'analyse'];
const types = ['single', 'single', 'single', 'multiple', 'multiple', 'trueFalse', 'numeric'] as const;

export const poolOf = (count: number): Drawable[] =>
	Array.from({ length: count }, (_, i) => ({
		...{ code: `q${i}`, versionId: `v${i}`, choices: ['a', 'b', 'c', 'd'] },
		...{ id: `q${String(i).padStart(5, '0')}`, area: pick(areas), level: pick(levels), type: pick(types) },
		...{ difficulty: 150 + below(700), seconds: 30 + below(120), exposure: below(12) },
		// Every twentieth item belongs to a case of four, every tenth has an enemy.
		group: i % 80 < 4 ? `case ${Math.floor(i / 80)}` : null,
		enemies: i % 10 === 5 ? [`e${Math.floor(i / 30)}`] : []
	}));
const earlierOf = (pool: readonly Drawable[]) =>
	[0, 1].map((paper) => pool.filter((_, i) => i % 50 === paper).map(({ id }) => id));
export const blueprintOf = (pool: readonly Drawable[]): Blueprint => ({
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
		earlier: { papers: earlierOf(pool), most: 10 },
		shared: 0
	}
});
