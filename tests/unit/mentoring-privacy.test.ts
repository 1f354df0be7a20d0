import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerptOf, findPersonalNumber, locatePersonalNumber } from '$lib/features/mentoring';
import { logShadowingSchema, countersignShadowingSchema } from '$lib/features/mentoring';
import { fieldErrors } from '$lib/shared/form';

describe('numbers of customers', () => {
	it.each([
		['11010519491231002X', 'id_card'],
		['证件 330106 19900101 1234 已核对', 'id_card'],
		['身份证330106199001011234', 'id_card'],
		['１１０１０５１９４９１２３１００２Ｘ', 'id_card'],
		['旧证 110105491231002', 'id_card'],
		['13800138000', 'phone'],
		['电话：138-0013-8000', 'phone'],
		['+86 138 0013 8000', 'phone'],
		['tel13800138000', 'phone'],
		['座机 0571-88123456', 'phone'],
		['010 62345678', 'phone'],
		['两个号 13800138000 13900139000', 'phone'],
		['卡 4111 1111 1111 1111', 'bank_card'],
		['4111111111111111', 'bank_card'],
		['6222-0212-3456-7890-128', 'bank_card'],
		['存款 1250000 元，利率 2.15%', null],
		['2026-03-01 至 2026-03-05 共 5 天', null],
		['2026-03-01 2026-03-05', null],
		['客户 12 户，金额 3,800,000.00', null],
		['4111111111111112', null],
		['编号 JH-M-2024-000183-5', null],
		['', null]
	])('%s: %s', (text, kind) => {
		expect(findPersonalNumber(text)).toBe(kind && `mentoring.note.${kind}`);
	});
	it('finds every mobile number, whatever stands around it', () => {
		const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }));
		fc.assert(
			fc.property(mobile, fc.constantFrom('', ' ', '，', '号', 'x'), ([second, rest], around) => {
				const number = `1${second}${String(rest).padStart(9, '0')}`;
				expect(findPersonalNumber(`客户${around}${number}${around}回访`)).toBe('mentoring.note.phone');
			})
		);
	});
});

describe('the form of a session', () => {
	const form = {
		pairingId: '018f0000-0000-7000-8000-000000000000',
		occurredOn: '2026-03-01',
		startedAt: '09:30',
		preset: '90',
		minutes: '',
		steps: ['3', '1'],
		rubric: { character: '3', skill: '', work: '' },
		note: ' 走访 '
	};
	it('reads presets, lists and levels', () => {
		expect(logShadowingSchema.parse(form)).toEqual({
			pairingId: form.pairingId,
			occurredOn: '2026-03-01',
			startedAt: '09:30',
			minutes: 90,
			steps: [1, 3],
			meeting: null,
			rubric: { character: 3 },
			note: '走访',
			deviceId: null,
			deviceTime: null,
			pictures: []
		});
	});
	it('reads the free field, one step, and no rubric at all', () => {
		const { rubric: _rubric, preset: _preset, ...rest } = form;
		const parsed = logShadowingSchema.parse({ ...rest, minutes: '45', steps: '2' });
		expect(parsed).toMatchObject({ minutes: 45, steps: [2], rubric: {} });
		expect(logShadowingSchema.parse({ ...form, preset: 'other', minutes: '45' }).minutes).toBe(45);
	});
	it.each([
		[{ preset: 'other', minutes: '10' }, { minutes: 'mentoring.minutes.range' }],
		[{ preset: '', minutes: '' }, { minutes: 'mentoring.minutes.range' }],
		[{ startedAt: '24:10' }, { startedAt: 'mentoring.time.required' }],
		[{ steps: [] }, { steps: 'mentoring.steps.required' }],
		[{ occurredOn: '2026-02-30' }, { occurredOn: 'app.field.date' }],
		[{ note: '电话 13800138000' }, { note: 'mentoring.note.phone' }],
		[{ rubric: { character: '5' } }, { 'rubric.character': 'app.field.choice' }]
	])('refuses %o', (change, errors) => {
		const parsed = logShadowingSchema.safeParse({ ...form, ...change });
		expect(parsed.success ? {} : fieldErrors(parsed.error)).toEqual(errors);
	});
	it('takes words without numbers', () => {
		const refusal = (reflection: string) => {
			const parsed = countersignShadowingSchema.safeParse({ entryId: form.pairingId, reflection });
			return parsed.success ? null : fieldErrors(parsed.error)['reflection'];
		};
		// Whether it is a sentence the command says: a mentor's may be left out.
		expect(refusal('今天回访了客户 13800138000，学会了倾听')).toBe('mentoring.note.phone');
		expect(refusal('今天学会了先听客户把话说完再回应')).toBeNull();
	});
});

describe('the place of a number', () => {
	it.each([
		['电话：138-0013-8000，下周回访', '138-0013-8000'],
		['证件 330106 19900101 1234 已核对', '330106 19900101 1234'],
		['卡号１２３，手机１３８００１３８０００。', '１３８００１３８０００'],
		['2026-03-01 13800138000 12', '13800138000'],
		['①②③ 010 62345678', '010 62345678']
	])('in %s is %s', (text, number) => {
		const found = locatePersonalNumber(text);
		expect(found && text.slice(found.from, found.to)).toBe(number);
	});

	it('is shown with a little of what stands around it', () => {
		const text = `${'前'.repeat(30)}13800138000${'后'.repeat(30)}`;
		const found = locatePersonalNumber(text);
		expect(found && excerptOf(text, found)).toEqual({
			before: `…${'前'.repeat(12)}`,
			marked: '13800138000',
			after: `${'后'.repeat(12)}…`
		});
	});
});
