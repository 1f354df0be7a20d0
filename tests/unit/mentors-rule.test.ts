import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { readRulesFiles } from '$lib/content/mentoring-rules.server';
import { mentoringRulesSheet } from '$lib/features/mentoring/policy';
import { qualify, readMentorRule } from '$lib/features/mentors/rule.server';
import { PolicyError } from '$lib/features/tiers';
import { certificate, factsOf } from './tiers-facts';

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

	it('may ask for the certificate of mentors', () => {
		const title = { 'zh-CN': '客户经理导师', en: 'Customer Manager Mentor' };
		const asked = { moduleCertificate: { ladder: 'mentor', module: 'how-to-mentor', title } };
		const rule = { policy: readMentorRule([asked], '2026-01-01'), effectiveFrom: '2026-01-01' };
		const held = { ...certificate('how-to-mentor', '2026-01-10', '2029-01-09'), ladder: 'mentor' };
		const may = (certificates: (typeof held)[], on = '2026-11-21') =>
			qualify(rule, factsOf({ certificates }), on).eligible;
		expect(may([held])).toBe(true);
		expect(may([held], '2029-01-10')).toBe(false);
		expect(may([{ ...held, revokedOn: '2026-06-01' }])).toBe(false);
		expect(may([{ ...held, ladder: 'module' }])).toBe(false);
		expect(may([])).toBe(false);
	});

	it('refuses conditions that no standard knows, naming the place', () => {
		const wrong = () => readMentorRule([{ conductClear: { years: 3 } }, { charm: {} }], '2026-01-01');
		expect(wrong).toThrow(PolicyError);
		expect(wrong).toThrow(/requirements\.1\.charm/);
		expect(() => readMentorRule([{ tenure: { tier: 'senior' } }], '2026-01-01')).toThrow(/months/);
	});
});
