import { describe, expect, it } from 'vitest';
import { setUpPracticalSchema } from '$lib/features/practicals';
import { newRow, newRubric, rowsOfKept, typedRubric, written } from '$lib/features/practicals/typed-rubric';
import { fieldErrors } from '$lib/shared/form';

const level = (share: string) => ({ share, zh: '词', en: 'word' });
const row = { zh: '沟通', en: 'Talking', weight: '100', levels: [level('100'), level('0')] };
const head = {
	sittingId: '018f0000-0000-7000-8000-000000000001',
	titleZh: '口试',
	titleEn: 'Oral',
	passPercent: '60'
};

describe('a rubric as it is typed', () => {
	it('starts with one row that has shares; those that stay empty are no rows', () => {
		expect(written(newRubric())).toHaveLength(1);
		expect(newRow(row).levels).toEqual([
			{ share: '100', zh: '', en: '' },
			{ share: '0', zh: '', en: '' }
		]);
	});

	it('stands after a refusal where the refusal says', () => {
		const rubric = { 0: { zh: '', en: '', weight: '', levels: {} }, 1: { ...row, zh: '' } };
		const refused = setUpPracticalSchema.safeParse({ ...head, rubric });
		expect(Object.keys(fieldErrors(refused.error!))).toEqual(['rubric.0.zh']);
		expect(rowsOfKept(rubric)?.[0]).toEqual({ ...row, zh: '' });
	});

	it('is none where none was sent, whatever else was', () => {
		expect(rowsOfKept(undefined)).toBeNull();
		expect(rowsOfKept({ 0: null, 1: 'x', 2: { zh: ['a'], levels: 'no' } })).toEqual([]);
	});

	it('comes back from what is set up', () => {
		const rubric = [
			{
				...{ id: 'c1', weight: 100, criterion: { 'zh-CN': '沟通', en: 'Talking' } },
				levels: [{ share: 100, words: { 'zh-CN': '词', en: 'word' } }]
			}
		];
		expect(typedRubric(rubric)).toEqual([{ ...row, levels: [level('100')] }]);
	});
});
