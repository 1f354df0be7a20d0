import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
	fieldErrors,
	formToObject,
	id,
	isoDate,
	optionalDate,
	optionalText,
	requiredText,
	wholeNumber
} from '$lib/shared/form';

function form(...entries: [string, string][]): FormData {
	const data = new FormData();
	for (const [name, value] of entries) data.append(name, value);
	return data;
}

/** The same without the missing prototypes, for comparing. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

describe('formToObject', () => {
	it('reads names, nested names and lists', () => {
		const data = form(
			['name', '李华'],
			['address.city', '上海'],
			['address.street.no', '5'],
			['roles[]', 'mentor'],
			['steps', '1'],
			['steps', '2']
		);
		expect(plain(formToObject(data))).toEqual({
			name: '李华',
			address: { city: '上海', street: { no: '5' } },
			roles: ['mentor'],
			steps: ['1', '2']
		});
	});

	it('leaves files out', () => {
		const data = form(['name', 'x']);
		data.append('paper', new Blob(['%PDF']), 'paper.pdf');
		expect(plain(formToObject(data))).toEqual({ name: 'x' });
	});

	it('reaches no prototype, whatever the names are', () => {
		const step = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'a', '', '[]');
		const name = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join('.'));
		fc.assert(
			fc.property(fc.array(fc.tuple(name, fc.string()), { maxLength: 6 }), (entries) => {
				formToObject(form(...entries));
				expect(({} as Record<string, unknown>)['a']).toBeUndefined();
				expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
				expect(Object.keys(Object.prototype)).toEqual([]);
				expect(typeof {}.toString).toBe('function');
				expect(Object.prototype.constructor).toBe(Object);
			})
		);
	});

	it('reaches no prototype through a list either', () => {
		const own = Object.getOwnPropertyNames(Array.prototype);
		formToObject(form(['a[]', '1'], ['a.__proto__.toString', 'x'], ['a.__proto__.polluted', 'x']));
		expect(Object.getOwnPropertyNames(Array.prototype)).toEqual(own);
		expect(String(['1'])).toBe('1');
	});

	it('lets a plain field and a nested one of the same name both come without a fault', () => {
		expect(() => formToObject(form(['a', '1'], ['a.b', '2']))).not.toThrow();
		expect(() => formToObject(form(['a.b', '2'], ['a', '1']))).not.toThrow();
	});
});

describe('fields', () => {
	const schema = z.object({
		name: requiredText(5),
		note: optionalText(5),
		on: isoDate,
		until: optionalDate,
		minutes: wholeNumber(1, 60),
		person: id
	});
	const good = {
		name: ' 李华 ',
		on: '2026-03-01',
		until: '',
		minutes: '45',
		person: '0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'
	};

	it('takes what a form sends', () => {
		expect(schema.parse(good)).toEqual({ ...good, name: '李华', note: null, until: null, minutes: 45 });
	});

	it('names the reason per field', () => {
		const bad = schema.safeParse({
			name: '  ',
			note: '123456',
			on: '2026-02-30',
			until: 'x',
			minutes: '4.5',
			person: '7'
		});
		expect(bad.success).toBe(false);
		expect(fieldErrors(bad.error!)).toMatchObject({
			name: 'app.field.required',
			note: 'app.field.too_long',
			on: 'app.field.date',
			minutes: 'app.field.number',
			person: 'app.field.choice'
		});
	});

	it('an absent or strange field is a reason too, never a fault', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom(...Object.keys(good)), fc.anything()), (values) => {
				const parsed = schema.safeParse(values);
				if (!parsed.success) {
					for (const code of Object.values(fieldErrors(parsed.error)))
						expect(code).toMatch(/^[a-z]+\.[a-z_.]+$/);
				}
			})
		);
	});

	it('numbers outside the range are refused by it', () => {
		for (const value of ['0', '61', '-1', '1e9']) {
			const parsed = wholeNumber(1, 60).safeParse(value);
			expect(parsed.success, value).toBe(false);
		}
	});
});
