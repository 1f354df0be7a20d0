import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readRulesFiles } from '$lib/content/mentoring-rules.server';
import { mentoringRulesSheet } from '$lib/features/mentoring/policy';
import { readMentorRule } from '$lib/features/mentors/rule.server';
import { PolicyError } from '$lib/features/tiers';

describe('who may mentor', () => {
	it('can be read from every file of content/mentoring', () => {
		const files = readRulesFiles();
		expect(files.length).toBeGreaterThan(0);
		for (const { name, text } of files) {
			const rules = mentoringRulesSheet.parse(parse(text));
			expect(name).toBe(`mentoring/${rules.effectiveFrom}.yaml`);
			const policy = readMentorRule(rules.mentor.requirements, rules.effectiveFrom);
			expect(policy.tiers[0]?.requirements.length).toBe(rules.mentor.requirements.length);
		}
	});

	it('refuses conditions that no standard knows, naming the place', () => {
		const wrong = () => readMentorRule([{ conductClear: { years: 3 } }, { charm: {} }], '2026-01-01');
		expect(wrong).toThrow(PolicyError);
		expect(wrong).toThrow(/requirements\.1\.charm/);
		expect(() => readMentorRule([{ tenure: { tier: 'senior' } }], '2026-01-01')).toThrow(/months/);
	});
});
