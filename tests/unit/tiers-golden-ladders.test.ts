import { describe, expect, it } from 'vitest';
import type { PersonFacts } from '$lib/features/tiers/engine/facts';
import { addDays } from '$lib/shared/dates';
import { check, degree, file, job, sanction } from './tiers-facts';
import {
	assessed,
	backed,
	exam,
	exception,
	judged,
	module,
	person,
	review,
	session,
	signed,
	standard,
	stood
} from './tiers-golden';

// Who is admitted, who is refused and by what, on each ladder beside the bank's (domain.md 3.2 to 3.4).
const TODAY = '2026-11-21';
type Half = readonly [from: string, to: string];
const H1: Half = ['2025-07-01', '2025-12-31'];
const H2: Half = ['2026-01-01', '2026-06-30'];
const H0: Half = ['2025-01-01', '2025-06-30'];
const law = (kind: 'party' | 'administrative' | 'compliance' | 'law', on: string) =>
	file('discipline', on, { kind, severity: 'serious', description: '违纪' });
const inducted = file('induction', '2025-01-31', { kind: 'induction' });

describe('rural commercial bank: admission and two years of validity (domain, 3.2)', () => {
	const policy = standard('ruralBank/2026-01-01.yaml');
	const applicant = () =>
		person({
			evidence: [check('2026-09-01')],
			exams: [exam('ruralBank', 'qualified', '2026-10-01')],
			pledges: [signed('newLoanPledge', '2026-11-01')]
		});
	const admission = (facts: PersonFacts, asOf = TODAY) => judged(policy, 'qualified', facts, asOf);

	it('admits whoever has credit standing, conduct, exam and pledge', () => {
		expect(admission(applicant())).toMatchObject({ eligible: true, lacks: [] });
	});
	it.each<[string, Partial<PersonFacts>, string[]]>([
		['no credit check', { evidence: [] }, ['creditStanding']],
		['poor credit', { evidence: [check('2026-09-01', 'poor')] }, ['creditStanding']],
		['a credit check of a year ago', { evidence: [check('2025-11-21')] }, ['creditStanding']],
		[
			'Party discipline, however long ago',
			{ evidence: [check('2026-09-01'), law('party', '1999-01-01')] },
			['conductClear']
		],
		[
			'administrative discipline',
			{ evidence: [check('2026-09-01'), law('administrative', '2026-11-21')] },
			['conductClear']
		],
		['a minor sanction', { evidence: [check('2026-09-01'), sanction('2026-11-01', 'minor')] }, []],
		['a sanction of another kind', { evidence: [check('2026-09-01'), law('compliance', '2020-01-01')] }, []],
		['no exam', { exams: [] }, ['examPassed']],
		['the exam of another ladder', { exams: [exam('bank', 'qualified', '2026-10-01')] }, ['examPassed']],
		['an exam that is in time to the day', { exams: [exam('ruralBank', 'qualified', '2025-11-22')] }, []],
		['an exam of a year ago', { exams: [exam('ruralBank', 'qualified', '2025-11-21')] }, ['examPassed']],
		['no pledge', { pledges: [] }, ['pledge']],
		['another pledge', { pledges: [signed('confidentiality', '2026-11-01')] }, ['pledge']],
		['a pledge on its last day', { pledges: [signed('newLoanPledge', '2026-01-01', TODAY)] }, []],
		[
			'a pledge that has run out',
			{ pledges: [signed('newLoanPledge', '2026-01-01', '2026-11-20')] },
			['pledge']
		]
	])('with %s', (_, part, lacks) => {
		expect(admission({ ...applicant(), ...part })).toMatchObject({ eligible: lacks.length === 0, lacks });
	});
	it('is done again after two years: exam and pledge anew', () => {
		expect(policy.tiers[0]).toMatchObject({
			validityMonths: 24,
			lapse: { retrainMonths: null, then: 'exit' }
		});
		const twoYearsOn = '2028-11-21';
		const holder = applicant();
		holder.appointments = [stood('ruralBank', 'qualified', TODAY, '2028-11-20')];
		holder.evidence = [...holder.evidence, check('2028-10-01')];
		const readmission = (facts: PersonFacts) => judged(policy, 'qualified', facts, twoYearsOn, 'readmit');
		expect(readmission(holder)).toMatchObject({ eligible: false, lacks: ['examPassed', 'pledge'] });
		const again = person(holder, {
			exams: [exam('ruralBank', 'qualified', '2028-10-01')],
			pledges: [signed('newLoanPledge', '2028-11-01')]
		});
		expect(readmission(again)).toMatchObject({ eligible: true, lacks: [] });
	});
	it('is kept for the two years without another exam or pledge, and lost by discipline', () => {
		// Signed before the admission, for two years: it ends before they do.
		const holder = { ...applicant(), pledges: [signed('newLoanPledge', '2026-08-01', '2028-07-31')] };
		const keeps = (facts: PersonFacts) => judged(policy, 'qualified', facts, '2028-08-31', 'retain');
		expect(keeps(holder).eligible).toBe(true);
		expect(keeps(person(holder, { evidence: [law('party', '2028-08-31')] })).lacks).toEqual(['conductClear']);
	});
	it('is the same for everybody: nothing can be waived', () => {
		const facts = {
			...applicant(),
			exams: [],
			exceptions: [exception('ruralBank', 'qualified', 'exam', '2026-01-01', '2027-01-01')]
		};
		expect(admission(facts).eligible).toBe(false);
		expect(policy.tiers[0]?.waivable).toEqual([]);
	});
});

describe('brokerage, sales series: by business volume alone, retrained before released (domain, 3.3)', () => {
	const policy = standard('brokerageSales/2026-01-01.yaml');
	const sold = (...volumes: [Half, number][]) =>
		// Everything else about the periods is poor: it does not matter.
		person({
			assessments: volumes.map(([period, businessVolume]) =>
				assessed(...period, 1, { businessVolume, risk: 1 })
			)
		});

	it.each([
		['twoStar', [[H2, 60]], true],
		['twoStar', [[H2, 59.99]], false],
		[
			'threeStar',
			[
				[H1, 50],
				[H2, 90]
			],
			true
		],
		[
			'threeStar',
			[
				[H1, 50],
				[H2, 89.98]
			],
			false
		],
		[
			'fourStar',
			[
				[H1, 80],
				[H2, 80]
			],
			true
		],
		[
			'fourStar',
			[
				[H1, 80],
				[H2, 79.99]
			],
			false
		],
		[
			'fiveStar',
			[
				[H1, 90],
				[H2, 90]
			],
			true
		],
		[
			'fiveStar',
			[
				[H1, 90],
				[H2, 89.99]
			],
			false
		]
	] as const)('%s by %j is %s', (tier, volumes, eligible) => {
		const answer = judged(policy, tier, sold(...volumes.map(([p, v]) => [p, v] as [Half, number])), TODAY);
		expect(answer).toMatchObject({ eligible, lacks: eligible ? [] : ['assessmentWindow'] });
	});
	it('asks nothing else of anybody, conduct and degrees included', () => {
		const kinds = policy.tiers.flatMap(({ requirements, retain }) =>
			[...requirements, ...retain].map(({ kind }) => kind)
		);
		expect(new Set(kinds)).toEqual(new Set(['assessmentWindow']));
	});
	it('cannot tell from a total, from one period of two, or from long ago', () => {
		const outcome = (facts: PersonFacts) =>
			judged(policy, 'threeStar', facts, TODAY).evaluation.requirements[0]?.outcome;
		expect(outcome(person({ assessments: [assessed(...H1, 100), assessed(...H2, 100)] }))).toBe('unknown');
		expect(outcome(sold([H2, 100]))).toBe('unknown');
		expect(outcome(sold([H1, 100], [H2, 100]))).toBe('met');
		expect(judged(policy, 'threeStar', sold([H1, 100], [H2, 100]), '2027-06-30').evaluation.eligible).toBe(
			false
		);
	});
	it('retrains whoever misses the assessment for three months, and releases after that, from every star', () => {
		for (const tier of policy.tiers)
			expect(tier.lapse).toEqual({ retrainMonths: 3, then: 'exit', warnDays: 10 });
		const keeps = (volume: number, asOf = TODAY) =>
			judged(
				policy,
				'threeStar',
				{ ...sold([H2, volume]), appointments: [stood('brokerageSales', 'threeStar', '2026-01-01')] },
				asOf,
				'retain'
			);
		expect(keeps(60).eligible).toBe(true);
		expect(keeps(59.99)).toMatchObject({ eligible: false, lacks: ['assessmentWindow'] });
		// A new star is left alone for half a year.
		expect(keeps(10, '2026-06-30').eligible).toBe(true);
		expect(keeps(10, '2026-07-01').eligible).toBe(false);
	});
});

describe('brokerage, service series (domain, 3.3)', () => {
	const policy = standard('brokerageService/2026-01-01.yaml');
	const ladder = 'brokerageService';
	const steps = [1, 2, 3, 4, 5];
	const trainee = (): PersonFacts =>
		person({
			evidence: [inducted, review('2026-01-01', '2026-06-30', 'adequate')],
			appointments: [stood(ladder, 'traineeServiceManager', '2026-05-21')],
			shadowing: steps.map((step) =>
				session('2026-08-01', 240, { steps: [step], rubric: { skill: 2, work: 3 } })
			),
			assessments: [assessed(...H2, 70)]
		});
	const level1 = (part: Partial<PersonFacts> = {}) =>
		judged(policy, 'serviceManager1', { ...trainee(), ...part }, TODAY);

	it('takes trainees after induction', () => {
		expect(judged(policy, 'traineeServiceManager', person({ evidence: [inducted] }), TODAY).eligible).toBe(
			true
		);
		const probation = file('induction', '2025-01-31', { kind: 'probation' });
		expect(judged(policy, 'traineeServiceManager', person({ evidence: [probation] }), TODAY).lacks).toEqual([
			'induction'
		]);
	});
	it('makes a service manager of a trainee who learnt the work, and well', () => {
		expect(level1()).toMatchObject({ eligible: true, lacks: [] });
	});
	it.each<[string, Partial<PersonFacts>, string]>([
		[
			'a day short of six months',
			{ appointments: [stood(ladder, 'traineeServiceManager', '2026-05-22')] },
			'tenure'
		],
		[
			'four of the seven steps',
			{
				shadowing: [1, 2, 3, 4, 4].map((step) =>
					session('2026-08-01', 240, { steps: [step], rubric: { skill: 3 } })
				)
			},
			'shadowing'
		],
		[
			'half an hour too little',
			{ shadowing: steps.map((step) => session('2026-08-01', 234, { steps: [step], rubric: { skill: 3 } })) },
			'shadowing'
		],
		[
			'mentors who saw it done below 2.5',
			{
				shadowing: steps.map((step) =>
					session('2026-08-01', 240, { steps: [step], rubric: { skill: step === 1 ? 2 : 3, work: 2 } })
				)
			},
			'rubricAverage'
		],
		[
			'four sessions that were observed',
			{
				shadowing: steps.map((step) =>
					session('2026-08-01', 240, { steps: [step], rubric: step === 1 ? {} : { skill: 4 } })
				)
			},
			'rubricAverage'
		],
		['an assessment of 69.99', { assessments: [assessed(...H2, 69.99)] }, 'assessmentWindow'],
		['poor conduct', { evidence: [review('2026-01-01', '2026-06-30', 'poor')] }, 'conductRating'],
		[
			'conduct that was reviewed too long ago',
			{ evidence: [review('2025-01-01', '2025-05-21', 'good')] },
			'conductRating'
		],
		[
			'a serious sanction',
			{ evidence: [review('2026-01-01', '2026-06-30', 'good'), sanction('2026-01-01')] },
			'conductClear'
		]
	])('and refuses one with %s', (_, part, lack) => {
		expect(level1(part)).toMatchObject({ eligible: false, lacks: [lack] });
	});
	it('raises to supervisor only with training, a recommendation and good conduct', () => {
		const manager = (rating: 'good' | 'adequate') =>
			person({
				evidence: [review('2026-01-01', '2026-06-30', rating)],
				appointments: [stood(ladder, 'serviceManager3', '2025-01-01')],
				completions: [module('a', '2026-01-01', 180)],
				assessments: [assessed(...H1, 80), assessed(...H2, 80)],
				endorsements: [backed(ladder, 'trainingSupervisor1', 'unitHead', '2026-10-01')]
			});
		const raise = (facts: PersonFacts) => judged(policy, 'trainingSupervisor1', facts, TODAY);
		expect(raise(manager('good')).eligible).toBe(true);
		expect(raise(manager('adequate')).lacks).toEqual(['conductRating']);
		expect(raise({ ...manager('good'), endorsements: [] }).lacks).toEqual(['endorsement']);
		expect(raise({ ...manager('good'), credits: [] }).lacks).toEqual(['creditHours']);
	});
	it('retrains before it demotes, and before it releases a trainee', () => {
		expect(policy.tiers.map(({ lapse }) => lapse?.then)).toEqual([
			'exit',
			...Array.from({ length: 6 }, () => 'demote')
		]);
		expect(policy.tiers.every(({ lapse }) => lapse?.retrainMonths === 3)).toBe(true);
	});
});

describe('brokerage, management series (domain, 3.3)', () => {
	const policy = standard('brokerageManagement/2026-01-01.yaml');
	const ladder = 'brokerageManagement';
	const sales = job('2024-11-21', null, 'sales');
	const applicant = (...evidence: PersonFacts['evidence']) =>
		person({
			evidence: [...evidence, review('2026-01-01', '2026-06-30', 'adequate')],
			endorsements: [backed(ladder, 'traineeAreaManager', 'hrOfficer', '2026-10-01')]
		});
	it('takes two of degree, sales and service for a trainee', () => {
		const takes = (...evidence: PersonFacts['evidence']) =>
			judged(policy, 'traineeAreaManager', applicant(...evidence), TODAY);
		expect(takes(degree('bachelor'), sales).eligible).toBe(true);
		expect(takes(sales, job('2020-01-01', '2022-12-31', 'service')).eligible).toBe(true);
		expect(takes(degree('master')).lacks).toEqual(['education+experience']);
		expect(takes(degree('associate'), sales).lacks).toEqual(['education+experience']);
		expect(takes(degree('bachelor'), job('2024-11-22', null, 'sales')).lacks).toEqual([
			'education+experience'
		]);
	});
	const senior = (): PersonFacts =>
		person({
			evidence: [degree('bachelor'), review('2026-01-01', '2026-06-30', 'good')],
			appointments: [stood(ladder, 'seniorAreaManager', '2024-11-21')],
			assessments: [assessed(...H1, 80, { risk: 60 }), assessed(...H2, 80, { risk: 60 })],
			endorsements: [backed(ladder, 'marketingHead', 'unitHead', '2026-10-01')]
		});
	const head = (part: Partial<PersonFacts>) =>
		judged(policy, 'marketingHead', { ...senior(), ...part }, TODAY);
	it('makes heads of marketing by results, a recommendation and a degree that may be waived', () => {
		expect(head({}).eligible).toBe(true);
		const evidence = [degree('associate'), review('2026-01-01', '2026-06-30', 'good')];
		expect(head({ evidence }).lacks).toEqual(['education']);
		const exceptions = [exception(ladder, 'marketingHead', 'education', '2026-01-01', '2027-01-01')];
		expect(head({ evidence, exceptions }).eligible).toBe(true);
		expect(head({ evidence: [degree('associate')], exceptions }).lacks).toEqual(['conductRating']);
		expect(head({ assessments: [assessed(...H1, 95, { risk: 59 }), assessed(...H2, 95)] }).lacks).toEqual([
			'assessmentWindow'
		]);
	});
	it('leaves these few posts to a committee and two thirds of it', () => {
		expect(policy.tiers.at(-1)).toMatchObject({
			decision: { by: 'committee', majority: 'twoThirds' },
			quota: { places: 1, per: 'organisation' },
			validityMonths: 36
		});
	});
});

describe('telecom, five stars (domain, 3.4)', () => {
	const policy = standard('telecom/2026-01-01.yaml');
	const newcomer = (): PersonFacts =>
		person({
			evidence: [inducted],
			shadowing: [1, 2, 3, 4].map((step) => session('2026-01-01', 150, { steps: [step] })),
			completions: [module('care', '2026-01-01', 60)]
		});
	it('begins with induction, shadowing over four steps and an hour of training', () => {
		const first = (part: Partial<PersonFacts>) =>
			judged(policy, 'oneStar', { ...newcomer(), ...part }, TODAY);
		expect(first({}).eligible).toBe(true);
		expect(first({ shadowing: [session('2026-01-01', 600, { steps: [1, 2, 3] })] }).lacks).toEqual([
			'shadowing'
		]);
		expect(first({ credits: [] }).lacks).toEqual(['creditHours']);
		expect(first({ evidence: [inducted, sanction('2025-11-22')] }).lacks).toEqual(['conductClear']);
		expect(first({ evidence: [inducted, sanction('2025-11-21')] }).eligible).toBe(true);
	});
	it('asks training in marketing for three stars', () => {
		const two = (area: string) =>
			person({
				appointments: [stood('telecom', 'twoStar', '2025-11-21')],
				completions: [module('a', '2026-01-01', 120, area)],
				assessments: [assessed(...H1, 75), assessed(...H2, 75)]
			});
		expect(judged(policy, 'threeStar', two('marketing'), TODAY).eligible).toBe(true);
		expect(judged(policy, 'threeStar', two('law'), TODAY).lacks).toEqual(['creditHours']);
	});
	it('takes a mentor’s view or the unit’s word for four', () => {
		const three = (part: Partial<PersonFacts>) =>
			judged(
				policy,
				'fourStar',
				person(
					{
						appointments: [stood('telecom', 'threeStar', '2025-11-21')],
						completions: [module('a', '2026-01-01', 180)],
						assessments: [assessed(...H1, 80), assessed(...H2, 80)]
					},
					part
				),
				TODAY
			);
		expect(three({ endorsements: [backed('telecom', 'fourStar', 'unitHead', '2026-10-01')] }).eligible).toBe(
			true
		);
		const seen = (skill: number) => ({
			shadowing: [1, 2, 3].map((n) =>
				session('2026-01-01', 60, { rubric: { skill: n === 1 ? skill : 4, work: 3 } })
			)
		});
		expect(three(seen(4)).eligible).toBe(true);
		expect(three(seen(3)).lacks).toEqual(['endorsement+rubricAverage']);
	});
	it('loses a star by two weak half-years in a row, not by two apart', () => {
		const after = (...totals: [number, number, number]) =>
			judged(
				policy,
				'fourStar',
				person({
					appointments: [stood('telecom', 'fourStar', '2024-01-01')],
					assessments: [H0, H1, H2].map((period, i) => assessed(...period, totals[i] ?? 0))
				}),
				TODAY,
				'retain'
			).eligible;
		expect([after(74, 75, 74), after(75, 74, 74), after(80, 59, 80), after(80, 60, 80)]).toEqual([
			true,
			false,
			false,
			true
		]);
	});
});

describe('commercial bank, three grades by customer size and balances (domain, 3.4)', () => {
	const policy = standard('threeGradeBank/2026-01-01.yaml');
	const manager = (customerSize: number, balances: number, since = '2025-11-21') =>
		person({
			evidence: [check('2026-06-01')],
			appointments: [stood('threeGradeBank', 'junior', since)],
			assessments: [H1, H2].map((period) => assessed(...period, 0, { customerSize, balances }))
		});
	const rise = (...of: Parameters<typeof manager>) => judged(policy, 'intermediate', manager(...of), TODAY);
	it('asks both, and a year on the grade below', () => {
		expect(rise(60, 60).eligible).toBe(true);
		expect(rise(59.99, 100).lacks).toEqual(['assessmentWindow']);
		expect(rise(100, 59.99).lacks).toEqual(['assessmentWindow']);
		expect(rise(60, 60, addDays('2025-11-21', 1)).lacks).toEqual(['tenure']);
	});
	it('lets whoever has no customers yet begin by shadowing all seven steps', () => {
		const newcomer = (steps: number[]) =>
			person({
				evidence: [inducted, check('2026-06-01')],
				shadowing: [session('2026-01-01', 1200, { steps })]
			});
		expect(judged(policy, 'junior', newcomer([1, 2, 3, 4, 5, 6, 7]), TODAY).eligible).toBe(true);
		expect(judged(policy, 'junior', newcomer([1, 2, 3, 4, 5, 6]), TODAY).lacks).toEqual([
			'assessmentWindow+shadowing'
		]);
	});
	it('keeps a grade a little below its mark', () => {
		const keeps = (size: number) =>
			judged(policy, 'intermediate', manager(size, 100), TODAY, 'retain').eligible;
		expect([keeps(50), keeps(49.99)]).toEqual([true, false]);
	});
});

it('one person stands on several ladders, and each asks its own', () => {
	const facts = person({
		evidence: [inducted, check('2026-09-01')],
		exams: [exam('ruralBank', 'qualified', '2026-10-01')],
		pledges: [signed('newLoanPledge', '2026-11-01')],
		appointments: [
			stood('telecom', 'fourStar', '2024-01-01'),
			stood('brokerageSales', 'twoStar', '2026-11-01')
		]
	});
	expect(judged(standard('ruralBank/2026-01-01.yaml'), 'qualified', facts, TODAY).eligible).toBe(true);
	expect(judged(standard('brokerageSales/2026-01-01.yaml'), 'twoStar', facts, TODAY, 'retain').eligible).toBe(
		true
	);
	expect(judged(standard('telecom/2026-01-01.yaml'), 'fourStar', facts, TODAY, 'retain').eligible).toBe(
		false
	);
});
