import { describe, expect, it } from 'vitest';
import {
	createPersonSchema,
	preferencesSchema,
	recordEvidenceSchema,
	sensitiveKinds,
	isSensitive
} from '$lib/features/people';
import { fieldErrors } from '$lib/shared/form';

const personId = '0190a000-0000-7000-8000-000000000001';
const parse = (value: Record<string, unknown>) =>
	recordEvidenceSchema.safeParse({ personId, validFrom: '2020-07-01', ...value });
const errorsOf = (value: Record<string, unknown>) => {
	const parsed = parse(value);
	return parsed.success ? {} : fieldErrors(parsed.error);
};

describe('the schema of each kind of evidence', () => {
	it.each([
		['education', { level: 'master', school: '江海大学', major: '' }],
		['title', { level: 'intermediate', name: '经济师' }],
		['experience', { kind: 'credit', employer: '江海银行', post: '客户经理' }],
		['induction', { kind: 'probation' }],
		['creditCheck', { outcome: 'good', source: '征信报告' }],
		['discipline', { kind: 'compliance', severity: 'minor', description: '违规' }],
		['leave', { kind: 'maternity' }]
	])('takes %s', (kind, data) => expect(parse({ kind, data, validTo: '' }).success).toBe(true));

	it('names the field that is wrong', () => {
		expect(errorsOf({ kind: 'education', data: { level: 'wizard', school: ' ' } })).toEqual({
			'data.level': 'app.field.choice',
			'data.school': 'app.field.required'
		});
		expect(
			errorsOf({
				kind: 'experience',
				validFrom: '2020-02-30',
				data: { kind: 'credit', employer: 'a', post: 'b' }
			})
		).toEqual({
			validFrom: 'app.field.date'
		});
		expect(Object.keys(errorsOf({ kind: 'poetry', data: {} }))).toEqual(['kind']);
	});

	it('keeps an end only for kinds that last', () => {
		const ended = { validTo: '2021-07-01' };
		expect(parse({ ...ended, kind: 'induction', data: { kind: 'induction' } }).data?.validTo).toBeNull();
		expect(
			parse({ ...ended, kind: 'experience', data: { kind: 'credit', employer: 'a', post: 'b' } }).data
				?.validTo
		).toBe('2021-07-01');
	});

	it('asks when the time that a conduct review looks at ended', () => {
		const review = { kind: 'conductReview', data: { rating: 'good', note: '' } };
		expect(errorsOf({ ...review, validTo: '' })).toEqual({ validTo: 'app.field.required' });
		expect(parse({ ...review, validTo: '2020-12-31' }).data).toMatchObject({
			validTo: '2020-12-31',
			data: { rating: 'good', note: null }
		});
	});

	it('drops what does not belong to the kind', () => {
		const parsed = parse({ kind: 'induction', data: { kind: 'induction', level: 'doctor' } });
		expect(parsed.data?.data).toEqual({ kind: 'induction' });
	});

	it('knows what is sensitive', () => {
		expect(sensitiveKinds.every(isSensitive)).toBe(true);
		expect(isSensitive('conductReview')).toBe(true);
		expect(isSensitive('education')).toBe(false);
	});
});

describe('the schema of a person', () => {
	const person = {
		employeeNo: ' jh0999 ',
		name: ' 高远 ',
		email: '',
		unitId: personId,
		post: '客户经理',
		bornOn: '',
		hiredOn: '2024-07-01'
	};

	it('makes numbers capital, e-mails small, and empty fields absent', () => {
		expect(createPersonSchema.parse({ ...person, email: 'Gao@Bank.Example', trainee: 'on' })).toEqual({
			employeeNo: 'JH0999',
			name: '高远',
			email: 'gao@bank.example',
			unitId: personId,
			post: '客户经理',
			bornOn: null,
			hiredOn: '2024-07-01',
			trainee: true
		});
		expect(createPersonSchema.parse(person)).toMatchObject({ email: null, trainee: false });
	});

	it('refuses bad numbers and e-mails at their fields', () => {
		const parsed = createPersonSchema.safeParse({ ...person, employeeNo: 'a b', email: 'nobody' });
		expect(fieldErrors(parsed.error!)).toEqual({
			employeeNo: 'people.person.employee_no_form',
			email: 'people.person.email_form'
		});
	});
});

describe('the way back from preferences', () => {
	it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'profile', undefined])(
		'%s is not followed',
		(back) => expect(preferencesSchema.parse({ back }).back).toBe('/')
	);
	it('is a path of this site', () =>
		expect(preferencesSchema.parse({ back: '/training?x=1' }).back).toBe('/training?x=1'));
});
