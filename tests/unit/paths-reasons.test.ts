import { describe, expect, it } from 'vitest';
import { createPathSchema } from '$lib/features/paths';
import { reasonsOf } from '$lib/features/paths/reasons';
import type { Need, Offer } from '$lib/features/paths/gap';

const offer = (module: string, rest: Partial<Offer> = {}) => ({
	...{
		key: `module:${module}`,
		module,
		minutes: 60,
		credit: 60,
		area: 'law',
		method: 'online',
		requires: []
	},
	...rest,
	title: { 'zh-CN': module, en: module }
});

describe('why something is to be taken', () => {
	const needs: { at: number; need: Need }[] = [
		{ at: 2, need: { kind: 'some', count: 1, of: [{ kind: 'module', module: 'a' }] } },
		{ at: 5, need: { kind: 'hours', hours: { minutes: 60, area: 'law' } } }
	];

	it('is a requirement that names it, then what comes after it, then the hours that it counts for', () => {
		const [first, second] = [offer('b', { area: 'ethics' }), offer('a', { requires: ['b'] })];
		expect(reasonsOf(second, needs, [first, second])).toEqual([
			{ kind: 'module', at: 2 },
			{ kind: 'hours', at: 5 }
		]);
		expect(reasonsOf(first, needs, [first, second])).toEqual([{ kind: 'before', title: second.title }]);
	});
});

describe('the form of a path', () => {
	const words = { titleZh: '甲', titleEn: 'A', summaryZh: '乙', summaryEn: 'B' };
	const read = (steps: object) => createPathSchema.safeParse({ ...words, code: 'first', steps });

	it('leaves out empty rows, and reads what is left in its order', () => {
		const { data } = read({
			0: { items: { 0: 'module:a', 1: '' } },
			2: { rule: 'atLeast', count: '1', items: { 0: 'class:camp', 1: 'module:b' } },
			1: { titleZh: '', items: { 0: '' } }
		});
		expect(data?.steps).toEqual([
			{ rule: { kind: 'all' }, items: [{ module: 'a' }] },
			{ rule: { kind: 'atLeast', count: 1 }, items: [{ class: 'camp' }, { module: 'b' }] }
		]);
	});

	it('refuses a step without items, a name in one language, and more than there are', () => {
		const issues = read({
			0: { titleZh: '只有中文', items: { 0: 'module:a' } },
			1: { titleZh: '空', titleEn: 'Empty', items: {} },
			2: { rule: 'atLeast', count: '3', items: { 0: 'module:a', 1: 'module:b' } }
		}).error?.issues.map(({ path }) => path.join('.'));
		expect(issues).toEqual(['steps.0.titleEn', 'steps.1.items', 'steps.2.count']);
		expect(read({}).error?.issues[0]?.path).toEqual(['steps']);
	});
});
