import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describePolicy, type Described } from '$lib/features/tiers/engine/describe';
import { describeLadder } from '$lib/features/tiers/engine/describe-rules';
import { say } from '$lib/features/tiers/engine/phrase';
import { diffPolicies } from '$lib/features/tiers/policy/diff';
import { checkPolicy, parsePolicy, PolicyError } from '$lib/features/tiers/policy/parse';
import { storedPolicy } from '$lib/features/tiers/policy/stored';
import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';

const folder = 'content/policies/bank';

/** Lines 1 to 4 are the head; a tier's requirements begin on line 9. */
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
/** A tier above the first; its id is on the first of its lines. */
const above = (id: string, requirements: string) => `  - id: ${id}
    name: { zh-CN: 级, en: Tier }
    requirements: [${requirements}]
`;
const fine = document('      - induction: {}');
const lines = (...all: string[]) => all.map((line) => `    ${line}\n`).join('');

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
		const walk = (nodes: Described[]): string[] =>
			nodes.flatMap((node) => [say(i18n, node.says), ...walk(node.of)]);
		const sentences = describePolicy(policy).flatMap(({ requirements }) => walk(requirements));
		expect(sentences.filter((sentence) => /[{}]|tiers\.|undefined/.test(sentence))).toEqual([]);
		expect(sentences).toMatchSnapshot();
	});
});

describe('a policy is refused with file, line and reason', () => {
	it.each([
		['broken YAML', 'ladder: [', /^x\.yaml:1: the YAML cannot be read/],
		['not a document', '[]', /^x\.yaml:1: document must be fields/],
		['nothing', '', /^x\.yaml:1: document/],
		['two documents', `${fine}---\nladder: x\n`, /^x\.yaml:10: the YAML cannot be read/],
		['a tag', fine.replace('ladder: bank', 'ladder: !who bank'), /^x\.yaml:1: the YAML/],
		[
			'an anchor',
			fine.replace('{ zh-CN: 标准, en: Standard }', '&n { zh-CN: 标准, en: S }'),
			/^x\.yaml:3: anchors/
		],
		[
			'aliases of aliases',
			`a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n${fine}`,
			/^x\.yaml:1: anchors and aliases/
		],
		['thousands of brackets', `ladder: ${'['.repeat(5_000)}`, /^x\.yaml:1: the YAML/],
		['a book', `# ${'x'.repeat(200_000)}\n${fine}`, /^x\.yaml:1: the document is longer than 200000/],
		[
			'groups in groups without end',
			document(`      - ${'{ all: ['.repeat(9)}{ induction: {} }${'] }'.repeat(9)}`),
			/^x\.yaml:9: requirements are nested more than 8/
		],
		[
			'an unknown condition',
			document('      - charm: { level: 9 }'),
			/^x\.yaml:9: unknown condition charm; known are education/
		],
		[
			'an unknown argument',
			document('      - induction: {}\n      - education: { level: bachelor, grade: 1 }'),
			/^x\.yaml:10: tiers\.0\.requirements\.1\.education: unknown field grade/
		],
		['a missing argument', document('      - shadowing: {}'), /^x\.yaml:9: .*minutes is missing/],
		[
			'an argument of another type',
			document('      - shadowing: { minutes: many }'),
			/^x\.yaml:9: .*minutes must be/
		],
		['an argument out of range', document('      - shadowing: { minutes: 0 }'), /minutes must be at least 1/],
		[
			'an argument that is no choice',
			document('      - education: { level: genius }'),
			/one of: highSchool, associate/
		],
		['an empty requirement list', document('      []'), /^x\.yaml:8: tiers\.0\.requirements: an empty list/],
		['an empty list for staying', `${fine}    retain: []\n`, /^x\.yaml:10: tiers\.0\.retain: an empty list/],
		['an empty any', document('      - any: []'), /^x\.yaml:9: .*any: an empty list/],
		[
			'an empty all inside any',
			document('      - any:\n          - all: []'),
			/^x\.yaml:10: .*all: an empty list/
		],
		[
			'an empty atLeast',
			document('      - atLeast: { count: 1, of: [] }'),
			/^x\.yaml:9: .*of: an empty list/
		],
		[
			'more of several than there are',
			document(
				'      - atLeast:\n          count: 3\n          of: [{ induction: {} }, { conductClear: { years: 2 } }]'
			),
			/^x\.yaml:10: 3 of only 2/
		],
		[
			'none of several',
			document('      - atLeast: { count: 0, of: [{ induction: {} }] }'),
			/^x\.yaml:9: .*count must be at least 1/
		],
		[
			'two conditions in one',
			document('      - induction: {}\n        certificate: { tier: manager }'),
			/^x\.yaml:9: .*exactly one condition, this one names 2/
		],
		['no condition', document('      - label: { zh-CN: 无, en: None }'), /names 0/],
		[
			'a label in one language',
			document('      - label: { zh-CN: 无 }\n        induction: {}'),
			/label\.en is missing/
		],
		[
			'a ref that is none',
			document('      - ref: "no ref"\n        induction: {}'),
			/^x\.yaml:9: .*ref must be a plain/
		],
		[
			'a tier that the ladder lacks',
			document('      - certificate: { tier: emperor }'),
			/^x\.yaml:9: the ladder has no tier emperor/
		],
		[
			'a tier that it lacks, deep inside',
			document(
				'      - atLeast:\n          count: 1\n          of:\n            - certificate: { tier: emperor }'
			),
			/^x\.yaml:12: the ladder has no tier emperor/
		],
		[
			'an unknown field',
			document('      - induction: {}', 'waiver: all\n'),
			/^x\.yaml:5: document: unknown field waiver/
		],
		['the same key twice', document('      - induction: {}', 'ladder: bank\n'), /^x\.yaml:5: .*unique/],
		[
			'a date that is none',
			fine.replace('2026-01-01', '2026-02-30'),
			/^x\.yaml:2: effectiveFrom must be a calendar date/
		],
		['a tier twice', fine + above('manager', '{ induction: {} }'), /^x\.yaml:10: manager is there twice/],
		['no tiers', fine.replace(/tiers:[^]*/, 'tiers: []\n'), /^x\.yaml:5: tiers: an empty list/],
		[
			'a tier that asks for itself',
			document('      - tenure: { tier: manager, months: 12 }'),
			/^x\.yaml:8: nobody can reach manager: it asks for itself by way of manager → manager/
		],
		[
			'tiers that ask for each other',
			document('      - all:\n          - tenure: { tier: senior, months: 12 }') +
				above('senior', '{ induction: {} }'),
			/^x\.yaml:8: nobody can reach manager: .* manager → senior → manager/
		],
		[
			'a cycle through every branch',
			document(
				'      - any:\n          - tenure: { tier: manager, months: 1 }\n          - tenure: { tier: senior, months: 1 }'
			) + above('senior', '{ induction: {} }'),
			/^x\.yaml:8: nobody can reach manager/
		],
		[
			'a waiver of what has no name',
			fine + lines('waivable: [{ ref: study, by: hrApprover, levelsUp: 1, months: 12, perYear: 2 }]'),
			/^x\.yaml:10: no requirement of manager has the ref study/
		],
		[
			'a waiver of the certificate',
			document('      - ref: paper\n        certificate: { tier: manager }') +
				lines('waivable:', '  - { ref: paper, by: hrApprover, levelsUp: 1, months: 12, perYear: 2 }'),
			/^x\.yaml:12: paper cannot be waived: nobody may be spared certificate/
		],
		[
			'a waiver of what has conduct below it',
			document(
				'      - ref: both\n        any: [{ induction: {} }, { all: [{ conductClear: { years: 2 } }] }]'
			) + lines('waivable: [{ ref: both, by: hrApprover, levelsUp: 1, months: 12, perYear: 2 }]'),
			/^x\.yaml:11: both cannot be waived: nobody may be spared conductClear/
		],
		[
			'a waiver by nobody known',
			document('      - ref: start\n        induction: {}') +
				lines('waivable: [{ ref: start, by: emperor, levelsUp: 1, months: 12, perYear: 2 }]'),
			/^x\.yaml:11: .*by must be one of: trainee/
		],
		[
			'the same waiver twice',
			document('      - ref: start\n        induction: {}') +
				lines(
					'waivable:',
					'  - { ref: start, by: hrApprover, levelsUp: 1, months: 12, perYear: 2 }',
					'  - { ref: start, by: hrApprover, levelsUp: 1, months: 6, perYear: 2 }'
				),
			/^x\.yaml:13: start is there twice/
		],
		[
			'the same ref twice',
			document(
				'      - ref: start\n        induction: {}\n      - ref: start\n        conductClear: { years: 1 }'
			),
			/^x\.yaml:8: start is there twice/
		],
		[
			'a fall from the lowest tier',
			fine + lines('lapse: { then: demote, warnDays: 10 }'),
			/^x\.yaml:10: manager is the lowest tier/
		],
		[
			'a committee without a quorum',
			fine + lines('decision: { by: committee, majority: half }'),
			/quorum is missing/
		],
		['a decider who is none', fine + lines('decision: { by: oracle }'), /^x\.yaml:10: .*decision/],
		['a notice in the past', fine + lines('noticeDays: -1'), /^x\.yaml:10: .*noticeDays must be at least 0/],
		['a quota below none', fine + lines('quota: { places: -1 }'), /places must be at least 0/],
		['a quota of no level', fine + lines('quota: { places: 1, per: team }'), /per must be one of: unit/],
		[
			'a level without a number',
			fine + lines('quota: { per: branch }'),
			/^x\.yaml:10: .*a level says nothing/
		],
		[
			'an authority twice',
			fine +
				lines(
					'authority:',
					'  - { id: lend, name: { zh-CN: 贷, en: Lend } }',
					'  - { id: lend, name: { zh-CN: 贷, en: L } }'
				),
			/^x\.yaml:12: lend is there twice/
		],
		[
			'a leave that is none',
			document('      - induction: {}', 'pauses: [holiday]\n'),
			/^x\.yaml:5: pauses\.0 must be one of: annual/
		],
		[
			'weights that are not one',
			document(
				'      - induction: {}',
				'ranking:\n  - { term: examScore, weight: 0.5, full: 100 }\n  - { term: creditHours, weight: 0.4, full: 40 }\n'
			),
			/^x\.yaml:5: the weights must add up to 1, these make 0\.9/
		],
		[
			'a weight of nothing',
			document('      - induction: {}', 'ranking: [{ term: examScore, weight: 0, full: 100 }]\n'),
			/weight must be more than 0/
		],
		[
			'the last of no ranking',
			document('      - induction: {}', 'bottomRank: { count: 3, then: exit }\n'),
			/^x\.yaml:5: there is no ranking/
		]
	])('%s', (_, yaml, message) => {
		expect(refusal(yaml)).toMatch(message);
	});

	it('and accepted when nothing is wrong', () => {
		expect(refusal(fine)).toBe('accepted');
		const open = document(
			'      - any:\n          - tenure: { tier: senior, months: 1 }\n          - induction: {}'
		);
		expect(refusal(open + above('senior', '{ tenure: { tier: manager, months: 12 } }'))).toBe('accepted');
	});

	it('with everything at once, from the top down, in both languages', async () => {
		const yaml = document('      - charm: {}\n      - shadowing: {}\n      - any: []', 'waiver: all\n');
		const { policy, problems } = checkPolicy(yaml);
		expect(policy).toBeNull();
		expect(problems.map(({ line, column, key }) => [line, column, key])).toEqual([
			[5, 1, 'tiers.problem.unknownField'],
			[10, 9, 'tiers.problem.unknownKind'],
			[11, 9, 'tiers.problem.fieldMissing'],
			[12, 9, 'tiers.problem.emptyList']
		]);
		const english = new I18n('en', await loadCore('en'));
		const chinese = new I18n('zh-CN', await loadCore('zh-CN'));
		for (const { key, params, reason } of problems) {
			expect(english.t(key, params)).toBe(reason);
			expect(chinese.t(key, params)).toMatch(/\p{Script=Han}/u);
		}
	});
});

const rich = `ladder: bank
effectiveFrom: "2027-01-01"
name: { zh-CN: 标准, en: Standard }
edition: { zh-CN: 新版, en: New }
pauses: [maternity]
ranking:
  - { term: assessmentAverage, weight: 0.6, full: 100, months: 12 }
  - { term: tenureMonths, weight: 0.4, full: 36 }
bottomRank: { count: 3, then: retrain }
tiers:
  - id: manager
    name: { zh-CN: 经理, en: Manager }
    requirements:
      - induction: {}
  - id: senior
    name: { zh-CN: 高级, en: Senior }
    requirements:
      - ref: study
        label: { zh-CN: 学历, en: Education }
        any: [{ education: { level: master } }, { title: { level: senior } }]
      - atLeast: { count: 1, of: [{ shadowing: { minutes: 600 } }, { induction: {} }] }
      - certificate: { tier: senior }
    retain: [{ certificate: { tier: senior } }]
    readmit: [{ certificate: { tier: senior } }]
    validityMonths: 24
    lapse: { retrainMonths: 3, then: demote, warnDays: 10 }
    waivable: [{ ref: study, by: hrApprover, levelsUp: 1, months: 12, perYear: 2 }]
    decision: { by: committee, quorum: 3, majority: twoThirds }
    noticeDays: 5
    quota: { places: 4, per: branch }
    authority: [{ id: lend, name: { zh-CN: 单笔放款, en: Single loans }, limit: { amount: 500000, unit: CNY } }]
`;

describe('a whole policy', () => {
	it.each(['zh-CN', 'en'] as const)('reads as sentences in %s', async (locale) => {
		const i18n = new I18n(locale, await loadCore(locale));
		const policy = parsePolicy(rich, 'x');
		const rules = [...describeLadder(policy), ...describePolicy(policy).flatMap((tier) => tier.rules)];
		const sentences = rules.map(({ field, says }) => `${field}: ${say(i18n, says)}`);
		expect(sentences.filter((sentence) => /[{}]|tiers\.|access\.|undefined/.test(sentence))).toEqual([]);
		expect(sentences).toMatchSnapshot();
	});

	it('takes what it does not say as it was before that could be said', () => {
		const policy = parsePolicy(fine, 'x');
		expect(policy).toMatchObject({ pauses: [], ranking: [], bottomRank: null });
		expect(policy.tiers[0]).toMatchObject({
			retain: [],
			waivable: [],
			decision: { by: 'approver' },
			noticeDays: 0
		});
		const { ladder, effectiveFrom, name, edition } = policy;
		const [tier] = policy.tiers;
		const requirements = [{ label: null, kind: 'induction', args: {} }];
		const old = {
			ladder,
			effectiveFrom,
			name,
			edition,
			tiers: [{ id: tier!.id, name: tier!.name, requirements }]
		};
		expect(storedPolicy(old)).toEqual(policy);
		expect(storedPolicy(policy)).toEqual(policy);
		const limited = { ...old, tiers: [{ ...old.tiers[0], quota: { places: 2 } }] };
		expect(storedPolicy(limited).tiers[0]?.quota).toEqual({ places: 2, per: 'unit' });
	});
});

describe('what changes between two policies', () => {
	const before = parsePolicy(rich, 'x');
	const to = (...changes: [string, string][]) =>
		diffPolicies(
			before,
			parsePolicy(
				changes.reduce((yaml, [from, to]) => yaml.replace(from, to), rich),
				'y'
			)
		);

	it('is nothing when only its edition and date differ', () => {
		const same = to(['新版', '再版'], ['2027-01-01', '2028-01-01']);
		expect(same.isSame).toBe(true);
		expect(same.tiers.map(({ state }) => state)).toEqual(['same', 'same']);
	});
	it('is told by tier, as sentences before and after', () => {
		const { tiers, rules, isSame } = to(
			['level: master', 'level: bachelor'],
			['count: 3,', 'count: 5,'],
			['noticeDays: 5', 'noticeDays: 0'],
			['    readmit:', '    # readmit:']
		);
		expect(isSame).toBe(false);
		expect(tiers[0]?.state).toBe('same');
		expect(tiers[1]).toMatchObject({
			state: 'changed',
			requirements: [
				{
					purpose: 'promote',
					before: { ref: 'study' },
					after: { ref: 'study', of: [{ kind: 'education' }, {}] }
				},
				{ purpose: 'readmit', before: { kind: 'certificate' }, after: null }
			],
			rules: [{ field: 'notice', after: null }]
		});
		expect(rules).toMatchObject([
			{ field: 'bottomRank', before: {}, after: { says: { params: { count: 5 } } } }
		]);
	});
	it('names tiers that come, go and get other names', () => {
		const more = `${rich}  - id: top\n    name: { zh-CN: 顶, en: Top }\n    requirements: [{ induction: {} }]\n`;
		const grown = diffPolicies(before, parsePolicy(more.replace('en: Senior }', 'en: Elder }'), 'y'));
		expect(grown.tiers.map(({ id, state }) => `${id} ${state}`)).toEqual([
			'manager same',
			'senior changed',
			'top added'
		]);
		expect(grown.tiers[1]?.renamedFrom?.en).toBe('Senior');
		expect(diffPolicies(parsePolicy(more, 'y'), before).tiers[2]).toMatchObject({
			state: 'removed',
			place: { before: 3, after: null }
		});
	});
});
