import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditFilter } from '$lib/features/audit';
import { changesOf } from '$lib/features/audit/changes';
import { csvLine } from '$lib/shared/csv';
import { notificationWords } from '$lib/features/notifications';
import { I18n } from '$lib/i18n/i18n';

describe('CSV of the log', () => {
	it('quotes what needs it', () => {
		expect(csvLine([1, 'a', null, 'x,y', 'he said "no"', 'two\nlines'])).toBe(
			'1,a,,"x,y","he said ""no""","two\nlines"\r\n'
		);
	});

	it.each(['=1+1', '+86', '-2', '@SUM(A1)', '\tx', '\r=1'])('takes the sting out of %j', (cell) => {
		expect(csvLine([cell]).replace(/^"/, '').startsWith("'")).toBe(true);
	});

	it('never starts a cell as a formula', () => {
		fc.assert(
			fc.property(fc.string(), (text) => !/^"?[=+\-@\t\r]/.test(csvLine([text]).replace(/\r\n$/, '')))
		);
	});
});

describe('before and after', () => {
	it('stand side by side, nested fields by dotted names', () => {
		expect(
			changesOf({ name: 'a', data: { level: 1 } }, { name: 'b', data: { level: 1 }, tags: ['x', 'y'] })
		).toEqual([
			{ field: 'name', before: 'a', after: 'b', changed: true },
			{ field: 'tags', before: null, after: 'x, y', changed: true },
			{ field: 'data.level', before: '1', after: '1', changed: false }
		]);
		expect(changesOf(null, null)).toEqual([]);
	});
});

describe('the filter', () => {
	it('drops what makes no sense', () => {
		expect(
			auditFilter(new URLSearchParams('from=2026-02-30&to=2026-02-28&kind=all&before=-4&actor= 周 '))
		).toEqual({
			from: null,
			to: '2026-02-28',
			actor: '周',
			action: '',
			person: '',
			subject: '',
			kind: null,
			before: null
		});
		expect(auditFilter(new URLSearchParams('before=9e99')).before).toBeNull();
	});
});

describe('a notification', () => {
	const i18n = new I18n('en', {
		notifications: { 'kind.x': '{who} by {until}: {grade}, {n, number}', 'kind.other': 'News.' }
	});

	it('is written in the reader’s language', () => {
		const params = {
			who: '林晓彤',
			until: '2026-03-01',
			grade: { 'zh-CN': '客户经理', en: 'Customer Manager' },
			n: 2
		};
		expect(notificationWords(i18n, 'x', params)).toBe('林晓彤 by 1 March 2026: Customer Manager, 2');
	});

	it('of an unknown kind still says something', () => expect(notificationWords(i18n, 'y', {})).toBe('News.'));
});
