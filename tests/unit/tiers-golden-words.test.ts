import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliveryMethods, knowledgeAreas } from '$lib/content/training-vocabulary';
import { conductRatings, disciplineKinds } from '$lib/features/people';
import { rubricDimensions } from '$lib/features/mentoring';
import { conditions } from '$lib/features/tiers/conditions';
import { endorserRoles } from '$lib/features/tiers/conditions/endorsement';
import { describe as describeOne } from '$lib/features/tiers/engine/describe';
import { evaluate } from '$lib/features/tiers/engine/evaluate';
import { leavesOf, stepCodes } from '$lib/features/tiers/engine/explanation';
import { gapsOf } from '$lib/features/tiers/engine/gaps';
import { say, type Phrase } from '$lib/features/tiers/engine/phrase';
import type { PersonFacts } from '$lib/features/tiers/engine/facts';
import { everyRequirement } from '$lib/features/tiers/policy/waivable';
import { isGroup, purposes, type Policy } from '$lib/features/tiers/policy/types';
import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';
import { locales, type Locale } from '$lib/i18n/locales';
import { sources } from '../support/sources';
import { check, degree, file, job, sanction } from './tiers-facts';
import {
	assessed,
	attended,
	backed,
	exam,
	held,
	module,
	person,
	review,
	session,
	shipped,
	signed,
	standard,
	stood
} from './tiers-golden';

const TODAY = '2026-11-21';
const i18n = {} as Record<Locale, I18n>;
beforeAll(async () => {
	for (const locale of locales) i18n[locale] = new I18n(locale, await loadCore(locale));
});

/** Words that say nothing: a code that nobody reads, a gap, a place that was left open. */
const BROKEN = /[{}]|tiers\.|undefined|null|NaN| {2}|[，、（]$|^[，、,]| ,/;
const read = (phrase: Phrase) => locales.map((locale) => say(i18n[locale], phrase));
/** Each sentence once, in both languages. */
const readAll = (phrases: Phrase[]) =>
	[...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()].map(
		(phrase) => [phrase.key, ...read(phrase)] as const
	);
const faults = (phrases: Phrase[]) =>
	readAll(phrases).filter(([, ...words]) => words.some((text) => !text || BROKEN.test(text)));

describe.each(shipped)('%s', (name) => {
	const policy: Policy = standard(name);
	const lists = (tier: Policy['tiers'][number]) => [...tier.requirements, ...tier.retain, ...tier.readmit];

	it('is named by its ladder and date, and says in a comment where it comes from', () => {
		expect(name).toBe(`${policy.ladder}/${policy.effectiveFrom}.yaml`);
		expect(readFileSync(`content/policies/${name}`, 'utf8')).toMatch(/^#.*domain/m);
	});
	it('reads as sentences in both languages', () => {
		const says = policy.tiers.flatMap((tier) =>
			everyRequirement(lists(tier))
				.filter((one) => !isGroup(one))
				.map((one) => describeOne(one, policy).says)
		);
		expect(faults(says)).toEqual([]);
		expect(says.map(read)).toMatchSnapshot();
	});
	it('explains itself for whoever has nothing and whoever has much', () => {
		const phrases = policy.tiers.flatMap(({ id }) =>
			purposes.flatMap((purpose) =>
				[person(), rich(policy.ladder, id)].flatMap((facts) => {
					const evaluation = evaluate(policy, id, facts, TODAY, { purpose });
					const leaves = leavesOf(evaluation.requirements);
					return [
						evaluation.says,
						...gapsOf(evaluation),
						...leaves.flatMap(({ found, evidence }) => [found, ...evidence.map(({ label }) => label)])
					];
				})
			)
		);
		expect(faults(phrases)).toEqual([]);
	});
});

/** A little of every list, good and bad, recent and old. */
const rich = (ladder: string, tier: string): PersonFacts =>
	person({
		evidence: [
			degree('bachelor'),
			job('2020-01-01'),
			check('2026-01-01'),
			sanction('2026-01-01'),
			file('induction', '2020-01-01', { kind: 'probation' }),
			file('title', '2020-01-01', { level: 'junior', name: '助理经济师' }),
			file('leave', '2025-01-01', { kind: 'sick' }, '2025-02-01'),
			review('2026-01-01', '2026-06-30', 'good')
		],
		completions: [module('one', '2026-01-01')],
		credits: [attended('two', '2026-01-02', 90)],
		shadowing: [
			session('2026-01-01', 600, { rubric: { skill: 3 } }),
			session('2026-02-01', 60, { state: 'waiting' })
		],
		certificates: [held(ladder, tier, '2026-01-01', '2027-12-31')],
		exams: [exam(ladder, tier, '2026-01-01')],
		assessments: [
			assessed('2025-07-01', '2025-12-31', 55.5, { a: 40 }),
			assessed('2026-01-01', '2026-06-30', 90, { a: 90 })
		],
		appointments: [stood(ladder, tier, '2026-10-01')],
		pledges: [signed('newLoanPledge', '2026-10-01', '2028-09-30')],
		endorsements: [backed(ladder, tier, 'unitHead', '2026-10-01')]
	});

describe('every condition', () => {
	const setting = {
		ladder: 'bank',
		tier: 'high',
		asOf: TODAY,
		purpose: 'promote' as const,
		pauses: [],
		tierName: (id: string) => ({ 'zh-CN': id, en: id })
	};
	const both = { 'zh-CN': '名称', en: 'Name' };
	const mark = {
		periods: 2,
		average: 80,
		noneBelow: 60,
		noTwoBelow: 70,
		floor: 50,
		withinMonths: 24,
		graceMonths: 6
	};
	const windows = [
		...(['average', 'noneBelow', 'noTwoBelow', 'floor'] as const).map((key) => ({
			periods: 2,
			[key]: mark[key]
		})),
		...[
			mark,
			{ ...mark, floor: undefined, indicator: { id: 'a', name: both } },
			{ periods: 1, noneBelow: 60, indicator: { id: 'a', name: both } },
			{ periods: 1, average: 1, graceMonths: 1, withinMonths: 1 }
		]
	];
	const kinds = disciplineKinds.flatMap((one, i) => [
		[one],
		disciplineKinds.slice(0, i + 1),
		disciplineKinds.slice(i)
	]);
	const examples: Record<string, object[]> = {
		education: ['highSchool', 'associate', 'bachelor', 'master', 'doctor'].map((level) => ({ level })),
		title: ['junior', 'intermediate', 'senior'].map((level) => ({ level })),
		experience: [
			{ kind: 'credit', months: 30 },
			{ kind: 'sales', months: 12, minusLeave: true }
		],
		induction: [{}, { kind: 'induction' }, { kind: 'probation' }],
		certificate: [{ tier: 'high' }, { tier: 'high', minMonthsLeft: 1 }, { tier: 'high', minMonthsLeft: 24 }],
		shadowing: [
			{ minutes: 60 },
			{ minutes: 60, withinMonths: 1, steps: 1 },
			{ minutes: 60, steps: 7, withinMonths: 12 }
		],
		creditHours: [undefined, ...knowledgeAreas].flatMap((area) =>
			[undefined, ...deliveryMethods].map((method) => ({
				minutes: 90,
				withinMonths: 24,
				...(area && { area }),
				...(method && { method })
			}))
		),
		moduleCompleted: [{ module: 'one', title: both }],
		moduleCertificate: [{ ladder: 'mentor', module: 'one', title: both }],
		tenure: [{ tier: 'high', months: 18 }],
		conductClear: [
			{},
			{ years: 1 },
			{ years: 3 },
			...kinds.flatMap((of) => [{ kinds: of }, { kinds: of, years: 2 }])
		],
		creditStanding: [{ withinMonths: 1 }, { withinMonths: 12 }],
		examPassed: [
			{ tier: 'high', withinMonths: 1 },
			{ tier: 'high', withinMonths: 12 }
		],
		rubricAverage: [
			{ minimum: 3 },
			...rubricDimensions.map((dimension) => ({ minimum: 2.5, dimension, withinMonths: 12, sessions: 3 }))
		],
		assessmentWindow: windows,
		conductRating: ['excellent', 'good', 'adequate'].map((minimum) => ({ minimum, withinMonths: 12 })),
		pledge: [
			{ pledge: 'newLoanPledge', title: both },
			{ pledge: 'newLoanPledge', title: both, withinMonths: 12 }
		],
		endorsement: endorserRoles.flatMap((role) => [{ role }, { role, withinMonths: 6 }])
	};
	// One after another so that each word of each list is said once: ratings, results, dates.
	const people: PersonFacts[] = [
		person(),
		rich('bank', 'high'),
		person(rich('bank', 'high'), { appointments: [stood('bank', 'low', '2020-01-01')] }),
		...conductRatings.flatMap((rating) => [
			person({ evidence: [review('2026-01-01', '2026-06-30', rating)] }),
			person({ evidence: [review('2020-01-01', '2020-06-30', rating)] })
		]),
		person({
			exams: [exam('bank', 'high', '2020-01-01')],
			pledges: [signed('newLoanPledge', '2020-01-01')],
			endorsements: endorserRoles.map((role) => backed('bank', 'high', role, '2020-01-01')),
			certificates: [held('bank', 'high', '2020-01-01', '2021-12-31')],
			assessments: [
				assessed('2025-07-01', '2025-12-31', 100, { a: 100 }),
				assessed('2026-01-01', '2026-06-30', 100, { a: 100 })
			]
		})
	];

	it('has examples here, and each is one that a policy may write', () => {
		expect(Object.keys(examples).sort()).toEqual([...conditions.keys()].sort());
		for (const [kind, list] of Object.entries(examples))
			for (const args of list)
				expect([kind, args, conditions.get(kind)?.args.safeParse(args).success]).toEqual([kind, args, true]);
	});
	it.each(Object.keys(examples))('%s says what it asks, and what somebody has, in both languages', (kind) => {
		const condition = conditions.get(kind)!;
		const phrases = (examples[kind] ?? []).flatMap((example) => {
			const args = condition.args.parse(example);
			const findings = people.map((facts) => condition.check(args, facts, setting));
			for (const { outcome, next } of findings) {
				if (next) expect(stepCodes).toContain(next.code);
				if (outcome === 'met') expect(next).toBeUndefined();
			}
			return [
				condition.says(args, setting),
				...findings.flatMap(({ found, evidence }) => [
					found,
					...(typeof evidence === 'function' ? evidence() : evidence).map(({ label }) => label)
				])
			];
		});
		expect(faults(phrases)).toEqual([]);
		expect([...new Set(readAll(phrases).flatMap(([, ...words]) => words))]).toMatchSnapshot();
	});
	it('leaves no words in the catalogue that nobody says', () => {
		const code = sources('src/lib/features/tiers', /\.(ts|svelte)$/)
			.map(({ text }) => text)
			.join('\n');
		const said = Object.keys(
			JSON.parse(readFileSync('src/lib/i18n/messages/en/tiers.json', 'utf8')) as object
		).filter((key) => /^(says|found|label|gap)\./.test(key));
		expect(said.filter((key) => !code.includes(`'tiers.${key}'`))).toEqual([]);
	});
});
