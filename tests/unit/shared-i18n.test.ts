import { describe, expect, it } from 'vitest';
import type { MessageKey } from '$lib/i18n/codes';
import { I18n } from '$lib/i18n/i18n';
import { loadCore, loadStaff } from '$lib/i18n/load';
import { localText, negotiateLocale } from '$lib/i18n/locales';

describe('negotiateLocale', () => {
	it.each([
		['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
		['en-GB,en;q=0.9', 'en'],
		['en;q=0.3, zh-TW;q=0.8', 'zh-CN'],
		['fr-FR, en;q=0.5, zh;q=0.4', 'en'],
		['zh;q=0, en', 'en'],
		['de, fr', 'zh-CN'],
		['*', 'zh-CN'],
		['', 'zh-CN'],
		[null, 'zh-CN'],
		[';;;,,q=', 'zh-CN']
	] as const)('%j asks for %s', (header, locale) => expect(negotiateLocale(header)).toBe(locale));
});

describe('localText', () => {
	it('falls back to Chinese where a translation is empty', () => {
		expect(localText({ 'zh-CN': '客户', en: '' }, 'en')).toBe('客户');
		expect(localText({ 'zh-CN': '客户', en: 'Customer' }, 'en')).toBe('Customer');
	});
});

describe('I18n', () => {
	const words = {
		app: {
			hours: '{hours, number} h',
			items: '{count, plural, one {# item} other {# items}}',
			plain: 'plain'
		}
	};
	const en = new I18n('en', words);
	const zh = new I18n('zh-CN', { app: { ...words.app, hours: '{hours, number} 小时' } });

	it('writes out a day that a refusal names, and nothing else of it', () => {
		const late = { appeals: { 'error.make.late': 'Until {on} {code}' } };
		const said = { on: '2026-10-29', code: 'p-2026-10-29' };
		expect(new I18n('en', late).error('appeals.make.late', said)).toBe('Until 29 October 2026 p-2026-10-29');
		expect(new I18n('zh-CN', late).error('appeals.make.late', said)).toBe(
			'Until 2026年10月29日 p-2026-10-29'
		);
	});

	it('fills placeholders with the plural that the language asks for', () => {
		expect(en.t('app.items' as MessageKey, { count: 1 })).toBe('1 item');
		expect(en.t('app.items' as MessageKey, { count: 1234 })).toBe('1,234 items');
	});
	it('shows the key of missing words', () => expect(en.t('app.nothing' as MessageKey)).toBe('app.nothing'));
	it('keeps a calendar date whatever the zone of the machine', () => {
		expect(en.date('2026-03-01')).toBe('1 March 2026');
		expect(zh.date('2026-03-01')).toBe('2026年3月1日');
		expect(zh.date('2026-03-01', 'short')).toBe('2026/03/01');
	});
	it('shows instants in the organisation’s zone', () => {
		expect(zh.date(new Date('2026-03-01T16:30:00Z'), 'dateTime')).toContain('2026年3月2日');
		expect(en.date(new Date('2026-03-01T01:02:03Z'), 'time')).toBe('09:02:03');
	});
	it('has a dash for no date', () => expect(en.date(null)).toBe('—'));
	it('says minutes as hours with one decimal', () => {
		expect(zh.hours(90)).toBe('1.5 小时');
		expect(en.hours(45)).toBe('0.8 h');
		expect(en.hours(120)).toBe('2 h');
	});
	it('writes numbers and percentages in the language’s way', () => {
		expect(en.number(12_345.6)).toBe('12,345.6');
		expect(zh.percent(0.805, 1)).toBe('80.5%');
	});
	it('can be extended without losing what it had', () => {
		const more = en.extend({ staffPeople: { 'list.title': 'People' } });
		expect(more.t('app.plain' as MessageKey)).toBe('plain');
		expect(more.t('staffPeople.list.title' as MessageKey)).toBe('People');
	});
	it('loads both bundles in both languages', async () => {
		for (const locale of ['zh-CN', 'en'] as const) {
			const [core, staff] = await Promise.all([loadCore(locale), loadStaff(locale)]);
			expect(Object.keys(core)).toContain('app');
			expect(Object.keys(staff).filter((name) => name in core)).toEqual([]);
			expect(Object.keys(staff)).toContain('staffTiers');
		}
	});
});
