import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import { loadBank, loadBlueprints, type Drawable } from '$lib/features/bank/index.server';
import { drawPaper } from '$lib/features/exams/draw.server';

/** The first twenty of each area: all of the kinds that are chosen from. */
const pool: Drawable[] = loadBank()
	.items.filter(({ code }) => Number(code.slice(-3)) <= 20)
	.map(({ code, area, level, difficulty, seconds, question }) => ({
		...{ id: code, code, versionId: `v-${code}`, area, level, type: question.type, difficulty, seconds },
		...{ group: null, enemies: [], exposure: 0 },
		choices: 'options' in question ? question.options.map(({ id }) => id) : []
	}));
const blueprints = loadBlueprints();
const byId = new Map(pool.map((item) => [item.versionId, item]));

describe('drawing a paper', () => {
	it('has a bank of 120 and five blueprints that it can fill', () => {
		expect(pool).toHaveLength(120);
		expect(blueprints.map(({ code }) => code)).toEqual([
			'assistant-2026',
			'manager-2026',
			'principal-2026',
			'senior-2026',
			'short-2026'
		]);
	});

	it('fills every cell without repetition, types in order, options a permutation', () => {
		fc.assert(
			fc.property(fc.constantFrom(...blueprints), fc.string({ minLength: 1 }), (blueprint, seed) => {
				const paper = drawPaper(blueprint, pool, seed);
				const drawn = paper.map(({ itemVersionId }) => byId.get(itemVersionId)!);
				for (const { area, from } of blueprint.cells) {
					expect(drawn.filter((item) => item.area === area)).toHaveLength(from);
				}
				expect(new Set(drawn).size).toBe(paper.length);
				expect(paper.map(({ position }) => position)).toEqual(paper.map((_, i) => i + 1));
				expect(drawn.map(({ type }) => type).join()).toMatch(/^(single,?)*(multiple,?)*(trueFalse,?)*$/);
				paper.forEach(({ optionOrder }, i) => {
					expect([...optionOrder].sort()).toEqual([...drawn[i]!.choices].sort());
				});
			}),
			{ numRuns: 60 }
		);
	});

	it('gives the same paper for the same seed, whatever the order of the pool; another for another', () => {
		const [blueprint] = blueprints;
		const paper = drawPaper(blueprint!, pool, 'seed');
		expect(drawPaper(blueprint!, [...pool].reverse(), 'seed')).toEqual(paper);
		expect(drawPaper(blueprint!, pool, 'seed2')).not.toEqual(paper);
		// Kept papers must be replayable: a change of the algorithm shows here.
		expect(paper.slice(0, 3).map(({ itemVersionId, optionOrder }) => [itemVersionId, optionOrder.join('')]))
			.toMatchInlineSnapshot(`
			[
			  [
			    "v-business-001",
			    "adbc",
			  ],
			  [
			    "v-products-017",
			    "dabc",
			  ],
			  [
			    "v-products-009",
			    "bacd",
			  ],
			]
		`);
	});

	it('draws evenly', () => {
		const one = { cells: [{ area: 'law', from: 5, to: 5 }], marks: {} };
		const times = new Map<string, number>();
		for (let n = 0; n < 2000; n++) {
			for (const { itemVersionId } of drawPaper(one, pool, `s${n}`))
				times.set(itemVersionId, (times.get(itemVersionId) ?? 0) + 1);
		}
		// 20 items, 5 of 20 each time: 500 expected; a deviation over 20 % has odds below one in a million.
		expect(times.size).toBe(20);
		for (const count of times.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
	});

	it('throws when a cell cannot be filled', () => {
		expect(() =>
			drawPaper({ cells: [{ area: knowledgeAreas[0], from: 21, to: 21 }], marks: {} }, pool, 's')
		).toThrow(RangeError);
	});
});
