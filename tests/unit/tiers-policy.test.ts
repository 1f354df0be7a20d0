import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePolicy, PolicyError } from '$lib/features/tiers/policy/parse';
import { describePolicy } from '$lib/features/tiers/engine/describe';
import { say } from '$lib/features/tiers/engine/phrase';
import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';

const folder = 'content/policies/bank';

const document = (requirements: string, more = '') => `ladder: bank
effectiveFrom: "2026-01-01"
name: { zh-CN: 标准, en: Standard }
edition: { zh-CN: 版, en: Edition }
${more}tiers:
  - id: manager
    name: { zh-CN: 经理, en: Manager }
    requirements:
${requirements}
`;

function refusal(yaml: string): string {
	try {
		parsePolicy(yaml, 'x.yaml');
	} catch (error) {
		if (error instanceof PolicyError) return error.message;
		throw error;
	}
	return 'accepted';
}

describe('policies on disk', () => {
	it.each(readdirSync(folder))('%s parses, with its date as its name', (name) => {
		const policy = parsePolicy(readFileSync(`${folder}/${name}`, 'utf8'), name);
		expect(name).toBe(`${policy.effectiveFrom}.yaml`);
		expect(policy.tiers.map(({ id }) => id)).toEqual(['assistant', 'manager', 'senior', 'principal']);
	});

	it.each(['zh-CN', 'en'] as const)('read as sentences in %s', async (locale) => {
		const i18n = new I18n(locale, await loadCore(locale));
		const policy = parsePolicy(readFileSync(`${folder}/2026-01-01.yaml`, 'utf8'), 'x');
		const walk = (nodes: ReturnType<typeof describePolicy>[number]['requirements']): string[] =>
			nodes.flatMap((node) => [say(i18n, node.says), ...walk(node.of)]);
		const sentences = describePolicy(policy).flatMap(({ requirements }) => walk(requirements));
		expect(sentences.filter((sentence) => /[{}]|tiers\.|undefined/.test(sentence))).toEqual([]);
		expect(sentences).toMatchSnapshot();
	});
});

describe('a policy is refused with file, line and reason', () => {
	it.each([
		['broken YAML', 'ladder: [', /^x\.yaml:1: /],
		['not a document', '[]', /^x\.yaml:1: document/],
		[
			'unknown condition',
			document('      - charm: { level: 9 }'),
			/^x\.yaml:9: unknown condition charm; known are education/
		],
		[
			'unknown argument',
			document('      - induction: {}\n      - education: { level: bachelor, grade: 1 }'),
			/^x\.yaml:10: .*grade/
		],
		['missing argument', document('      - shadowing: {}'), /^x\.yaml:9: .*minutes/],
		['argument of another type', document('      - shadowing: { minutes: many }'), /^x\.yaml:9: .*minutes/],
		['argument out of range', document('      - shadowing: { minutes: 0 }'), /minutes/],
		['empty requirement list', document('      []'), /requires nothing/],
		['empty any', document('      - any: []'), /^x\.yaml:9: .*empty list under any/],
		[
			'empty all inside any',
			document('      - any:\n          - all: []'),
			/^x\.yaml:10: .*empty list under all/
		],
		[
			'two conditions in one',
			document('      - induction: {}\n        certificate: { tier: manager }'),
			/exactly one condition, this one names 2/
		],
		['no condition', document('      - label: { zh-CN: 无, en: None }'), /names 0/],
		['a label in one language', document('      - label: { zh-CN: 无 }\n        induction: {}'), /label/],
		[
			'a tier that the ladder lacks',
			document('      - certificate: { tier: emperor }'),
			/^x\.yaml:9: the ladder has no tier emperor/
		],
		['an unknown field', document('      - induction: {}', 'waiver: all\n'), /waiver/],
		['the same key twice', document('      - induction: {}', 'ladder: bank\n'), /^x\.yaml:5: .*unique/],
		[
			'a date that is none',
			document('      - induction: {}').replace('2026-01-01', '2026-02-30'),
			/^x\.yaml:2: effectiveFrom/
		],
		[
			'a tier twice',
			`${document('      - induction: {}')}  - id: manager\n    name: { zh-CN: 经, en: M }\n    requirements: [{ induction: {} }]\n`,
			/^x\.yaml:10: tier manager is there twice/
		]
	])('%s', (_, yaml, message) => {
		expect(refusal(yaml)).toMatch(message);
	});

	it('and accepted when nothing is wrong', () => {
		expect(refusal(document('      - induction: {}'))).toBe('accepted');
	});
});
