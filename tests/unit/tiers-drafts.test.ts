import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyed } from '../../src/lib/features/tiers/components/yaml-keys';
import { diffLines, hunksOf } from '$lib/shared/lines';
import { decideDate, decideText } from '../../src/lib/features/tiers/drafts/rules';
import { normalText } from '../../src/lib/features/tiers/drafts/schema';
import { emptyLadder } from '../../src/lib/features/tiers/drafts/template';
import { checkPolicy } from '../../src/lib/features/tiers/policy/parse';

const around = {
	today: '2026-11-21',
	published: [
		{ id: 'a', effectiveFrom: '2024-01-01' },
		{ id: 'b', effectiveFrom: '2027-01-01' }
	],
	submitted: ['2028-01-01']
};

describe('the date of a standard', () => {
	const code = (date: string) => {
		const verdict = decideDate(date, around);
		return verdict.ok ? null : verdict.code;
	};
	it('is in the future, after every version and every draft that waits', () => {
		expect(code('2024-01-01')).toBe('tiers.draft.date_taken');
		expect(code('2026-11-21')).toBe('tiers.draft.date_past');
		expect(code('2026-11-22')).toBe('tiers.draft.date_before');
		expect(code('2027-01-01')).toBe('tiers.draft.date_taken');
		expect(code('2027-01-02')).toBe('tiers.draft.date_before_submitted');
		expect(code('2028-01-01')).toBe('tiers.draft.date_submitted');
		expect(code('2028-01-02')).toBeNull();
		expect(decideDate('2026-11-22', { ...around, published: [], submitted: [] }).ok).toBe(true);
	});

	it('matters only once the text is sound, and the base only once the date is', () => {
		const draft = { effectiveFrom: '2028-01-02', problems: [], baseId: 'b' };
		expect(decideText(draft, around)).toEqual({ ok: true, effectiveFrom: '2028-01-02' });
		expect(decideText({ ...draft, problems: [{ line: 7 }] }, around)).toMatchObject({ params: { line: 7 } });
		expect(decideText({ ...draft, baseId: 'a' }, around)).toMatchObject({ code: 'tiers.draft.base_moved' });
		expect(decideText({ ...draft, effectiveFrom: null }, around).ok).toBe(false);
	});
});

describe('differences by line', () => {
	const texts = fc
		.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
		.map((lines) => `${lines.join('\n')}\n`);
	const side = (lines: ReturnType<typeof diffLines>, without: 'added' | 'removed') =>
		lines.filter(({ kind }) => kind !== without).map(({ text }) => `${text}\n`);

	it('hold both texts whole, whatever changed', () => {
		fc.assert(
			fc.property(texts, texts, (before, after) => {
				const lines = diffLines(before, after);
				expect(side(lines, 'added').join('')).toBe(before === '\n' ? '\n' : before);
				expect(side(lines, 'removed').join('')).toBe(after === '\n' ? '\n' : after);
				expect(lines.flatMap((line) => line.after ?? [])).toEqual(
					side(lines, 'removed').map((_, i) => i + 1)
				);
			})
		);
	});

	it('are few where little changed, and shown with what is around them', () => {
		const before = Array.from({ length: 40 }, (_, i) => `line ${i + 1}\n`).join('');
		const after = before.replace('line 10\n', 'line ten\n').replace('line 30\n', '');
		const hunks = hunksOf(diffLines(before, after));
		expect(hunks.map((hunk) => hunk.map(({ text }) => text))).toEqual([
			['line 7', 'line 8', 'line 9', 'line 10', 'line ten', 'line 11', 'line 12', 'line 13'],
			['line 27', 'line 28', 'line 29', 'line 30', 'line 31', 'line 32', 'line 33']
		]);
		expect(hunksOf(diffLines(before, before))).toEqual([]);
	});

	it('neighbours share a hunk', () => {
		const hunks = hunksOf(diffLines('a\nb\nc\nd\ne\n', 'A\nb\nc\nd\nE\n'));
		expect(hunks).toHaveLength(1);
		expect(hunks[0]).toHaveLength(7);
	});
});

describe('keys in the editor', () => {
	/** `|` marks the caret, or both ends of what is selected. */
	const press = (marked: string, key: string, shiftKey = false) => {
		const start = marked.indexOf('|');
		const end = marked.lastIndexOf('|') - (marked.lastIndexOf('|') > start ? 1 : 0);
		const text = marked.replaceAll('|', '');
		const edit = keyed({ key, shiftKey }, text, start, end);
		if (!edit) return null;
		const now = text.slice(0, edit.from) + edit.text + text.slice(edit.to);
		const caret = `${now.slice(0, edit.start)}|${now.slice(edit.start)}`;
		if (edit.start === edit.end) return caret;
		return `${caret.slice(0, edit.end + 1)}|${caret.slice(edit.end + 1)}`;
	};

	it('Tab indents at the caret or all selected lines, Shift+Tab takes it back', () => {
		expect(press('a: |1', 'Tab')).toBe('a:   |1');
		expect(press('|a\nb|\nc', 'Tab')).toBe('  |a\n  b|\nc');
		expect(press('  |a\n  b|\nc', 'Tab', true)).toBe('|a\nb|\nc');
		expect(press(' a|', 'Tab', true)).toBe('a|');
		expect(press('x\n|a\n|b', 'Tab')).toBe('x\n  |a\n|b');
	});

	it('Enter goes on as deep as the line, deeper after what opens a block', () => {
		expect(press('  a: 1|', 'Enter')).toBe('  a: 1\n  |');
		expect(press('  a:|', 'Enter')).toBe('  a:\n    |');
		expect(press('  - id: x|', 'Enter')).toBe('  - id: x\n    |');
		expect(press('a|', 'x')).toBeNull();
	});
});

it('an empty ladder is a standard that can be read, whatever its name', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1 }), (name) => {
			fc.pre(name.trim() !== '');
			const { policy, problems } = checkPolicy(emptyLadder('sales', { zh: name, en: name }, '2026-12-31'));
			expect(problems).toEqual([]);
			expect(policy).toMatchObject({ ladder: 'sales', effectiveFrom: '2027-01-01' });
		})
	);
});

it('texts are kept with plain line breaks and one at the end', () => {
	expect(normalText('a\r\nb\r\n\r\n')).toBe('a\nb\n');
});
