import { drawNames, seeded } from './names';
import { cast, units } from './cast';
import type { RoleName } from '$lib/access/roles';

export type Tier = 'assistant' | 'manager' | 'senior' | 'principal';

/** A sitting of the past or the near future; `ago` is months before today (negative: ahead). */
export interface PlannedSitting {
	key: string;
	tier: Tier;
	ago: number;
}

/** How far a person's way through a sitting goes. */
export type Outcome = 'passed' | 'failed' | 'registered' | 'unreleased' | 'uncertified';

export interface PersonPlan {
	employeeNo: string;
	name: string;
	email: string;
	unit: string;
	post: string;
	bornOn: string;
	/** Months before today. */
	hiredAgo: number;
	roles: RoleName[];
	/** Employee number of their mentor, when it is somebody in particular. */
	mentor?: string;
	education: 'associate' | 'bachelor' | 'master' | null;
	titleLevel: 'junior' | 'intermediate' | 'senior' | null;
	/** Months before today since which the person has worked in credit; null: not at all. */
	creditAgo: number | null;
	/** Sittings in order, with what comes of each. */
	exams: { sitting: string; outcome: Outcome }[];
	/** Appointments that follow a passed sitting: that sitting's key. */
	promoted: string[];
	/** Shadowing in minutes to be countersigned before each promotion after the first, and of the present stretch. */
	shadowing: number[];
	/** Months before today at which each module was begun that they completed. */
	modules: number[];
	special?:
		| 'suspended'
		| 'left'
		| 'disputed'
		| 'waiting'
		| 'discipline'
		| 'poorCredit'
		| 'revoked'
		| 'proposed'
		| 'noCreditCheck'
		/** Waits for the approver; was sent back by them; has an exception on education. */
		| 'waitsForApprover'
		| 'sentBack'
		| 'excepted';
}

export const sittingPlan: PlannedSitting[] = [
	{ key: 'a35', tier: 'assistant', ago: 35 },
	{ key: 'm31', tier: 'manager', ago: 31 },
	{ key: 's26', tier: 'senior', ago: 25.7 },
	{ key: 'm23', tier: 'manager', ago: 22.8 },
	{ key: 's22', tier: 'senior', ago: 22.4 },
	{ key: 'a22', tier: 'assistant', ago: 22 },
	{ key: 's20', tier: 'senior', ago: 20.5 },
	{ key: 'm16', tier: 'manager', ago: 16 },
	{ key: 'a14', tier: 'assistant', ago: 14 },
	{ key: 's11', tier: 'senior', ago: 11 },
	{ key: 'p7', tier: 'principal', ago: 7 },
	{ key: 'a6', tier: 'assistant', ago: 6 },
	{ key: 'm3', tier: 'manager', ago: 2.6 },
	{ key: 's2', tier: 'senior', ago: 2 },
	{ key: 'a1', tier: 'assistant', ago: 1 },
	{ key: 'm0', tier: 'manager', ago: 0.3 }
];

const random = seeded(20_231_121);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const outlets = units.filter((unit) => unit.kind === 'outlet').map((unit) => unit.code);
const branches = units.filter((unit) => unit.kind === 'branch').map((unit) => unit.code);

type Draft = Partial<PersonPlan> & Pick<PersonPlan, 'post'>;
const drafts: Draft[] = [];
const add = (count: number, make: (i: number) => Draft) => {
	for (let i = 0; i < count; i++) drafts.push(make(i));
};
const passed = (...keys: string[]) => keys.map((sitting) => ({ sitting, outcome: 'passed' as const }));
const degree = () => pick(['associate', 'bachelor', 'bachelor', 'associate', 'master'] as const);

// Five who went all the way (with Wang Jianguo six), and mentor others.
add(5, () => ({
	post: '资深客户经理',
	roles: ['trainee', 'mentor'],
	education: pick(['bachelor', 'master'] as const),
	titleLevel: 'intermediate',
	creditAgo: 110,
	hiredAgo: 120,
	exams: passed('a35', 'm31', 's20', 'p7'),
	promoted: ['a35', 'm31', 's20', 'p7'],
	shadowing: [1860, 600, 0],
	modules: [34.5, 32.9, 31.6, 29.7, 28.1]
}));
// Six seniors of early days: certificates run out about now.
add(6, (i) => ({
	post: '高级客户经理',
	roles: i < 4 ? ['trainee', 'mentor'] : ['trainee'],
	education: 'bachelor',
	titleLevel: 'intermediate',
	creditAgo: 90,
	hiredAgo: 96,
	exams: passed('a35', 'm31', i < 3 ? 's26' : 's22'),
	promoted: ['a35', 'm31', i < 3 ? 's26' : 's22'],
	shadowing: [1860, 300],
	modules: [34.5, 32.9, 31.6, 29.7, 28.1]
}));
add(13, (i) => ({
	post: '高级客户经理',
	roles: i < 6 ? ['trainee', 'mentor'] : ['trainee'],
	education: degree(),
	titleLevel: i % 3 ? 'junior' : 'intermediate',
	creditAgo: 80 + i,
	hiredAgo: 90 + i,
	exams:
		i === 5
			? [...passed('a35', 'm23'), { sitting: 's20', outcome: 'failed' }, ...passed('s11')]
			: passed('a35', 'm23', 's11'),
	promoted: ['a35', 'm23', 's11'],
	shadowing: [1860, 600],
	modules: [25.5, 24.1, 22.9, 16, ...(i % 2 ? [13] : [])],
	...(i === 7 ? { special: 'discipline' as const } : i === 9 ? { special: 'revoked' as const } : {})
}));
// Managers whose certificate runs out soon; most sat the senior exam two months ago.
add(11, (i) => ({
	post: '客户经理',
	roles: ['trainee'],
	education: degree(),
	titleLevel: i % 2 ? 'intermediate' : 'junior',
	creditAgo: 60 + i,
	hiredAgo: 66 + i,
	exams: [...passed('a35', 'm23'), { sitting: 's2', outcome: i < 8 ? 'passed' : 'failed' }],
	promoted: ['a35', 'm23'],
	shadowing: [1860, i === 5 ? 60 : 480],
	modules: i === 6 ? [23.6, 22.8] : [23.6, 22.8, 18, 15, 12],
	...(i < 3 ? { special: 'proposed' as const } : i === 7 ? { special: 'poorCredit' as const } : {})
}));
// Managers of the last year and a half on their way to senior.
add(18, (i) => ({
	post: '客户经理',
	roles: ['trainee'],
	education: degree(),
	titleLevel: i % 4 ? 'junior' : null,
	creditAgo: 44 + i,
	hiredAgo: 47 + i,
	exams: i % 6 === 4 ? [...passed('a22', 'm16'), { sitting: 's2', outcome: 'failed' }] : passed('a22', 'm16'),
	promoted: ['a22', 'm16'],
	shadowing: [1860, 60 + i * 30],
	modules: [18.8, 17.6, 16.4, ...[9, 4].slice(0, i % 3)],
	...(i === 3
		? { special: 'disputed' as const }
		: i === 8
			? { special: 'waiting' as const }
			: i === 11
				? { special: 'noCreditCheck' as const }
				: i === 14
					? { special: 'suspended' as const }
					: {})
}));
// Assistants, some of whom passed the manager exam lately, some who wait for its result.
add(12, (i) => ({
	post: '客户经理助理',
	roles: ['trainee'],
	education: degree(),
	titleLevel: i % 3 ? null : 'junior',
	creditAgo: 26 + i,
	hiredAgo: 28 + i,
	exams: [
		...passed('a14'),
		i < 6
			? { sitting: 'm3', outcome: i === 5 ? 'uncertified' : 'passed' }
			: i < 8
				? { sitting: 'm3', outcome: 'failed' }
				: { sitting: 'm0', outcome: 'unreleased' }
	],
	promoted: ['a14'],
	shadowing: [i < 4 ? 2280 : 700 + i * 120],
	modules: i === 4 ? [9] : [11, 8.5, 6, 3.5],
	...(i === 10 ? { special: 'disputed' as const } : i === 9 ? { special: 'waiting' as const } : {}),
	...(i === 1 ? { education: null, creditAgo: 40, special: 'excepted' as const } : {}),
	...(i === 2 ? { special: 'sentBack' as const } : i === 3 ? { special: 'waitsForApprover' as const } : {})
}));
add(12, (i) => ({
	post: '客户经理助理',
	roles: ['trainee'],
	education: degree(),
	titleLevel: null,
	creditAgo: 7 + i,
	hiredAgo: 9 + i,
	exams: i % 5 === 3 ? [...passed('a6'), { sitting: 'm0', outcome: 'unreleased' }] : passed('a6'),
	promoted: ['a6'],
	shadowing: [200 + i * 90],
	modules: [4, 2.6, 1.4].slice(0, i % 4),
	...(i === 6 ? { special: 'waiting' as const } : i === 11 ? { special: 'left' as const } : {})
}));
// Newcomers on their first months.
add(13, (i) => ({
	post: '见习客户经理',
	roles: ['trainee'],
	education: degree(),
	titleLevel: null,
	creditAgo: i < 5 ? 3 : null,
	hiredAgo: 2 + (i % 5),
	exams:
		i < 4
			? passed('a1')
			: i < 6
				? [{ sitting: 'a1', outcome: 'failed' }]
				: i < 8
					? [{ sitting: 'a1', outcome: 'uncertified' }]
					: [],
	promoted: [],
	shadowing: [i * 60],
	modules: i < 9 ? [1.5, 0.7].slice(0, i % 3) : []
}));
// People around the ladder: HR of the branches, tellers, product and risk staff.
add(14, (i) => ({
	post:
		i < 3
			? '分行人力资源专员'
			: pick(['综合柜员', '产品经理', '风险经理', '运营主管', '合规专员', '大堂经理']),
	unit: i < 3 ? branches[i]! : i < 8 ? pick(['HQTR', 'HQAU', 'HQIT', 'HQ', ...branches]) : pick(outlets),
	roles: i < 3 ? ['hrOfficer'] : ['trainee'],
	education: degree(),
	titleLevel: null,
	creditAgo: null,
	hiredAgo: 40 + i * 4,
	exams: [],
	promoted: [],
	shadowing: [],
	modules: i % 4 === 3 ? [8] : []
}));

const names = drawNames(
	drafts.length,
	random,
	cast.map((member) => member.name)
);
const born = (hiredAgo: number) =>
	`${1999 - Math.floor(hiredAgo / 12) - Math.floor(random() * 6)}-${String(1 + Math.floor(random() * 12)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;

/** Everybody who is made around the cast. */
export const crowd: PersonPlan[] = drafts.map((draft, i) => {
	const employeeNo = `JH${String(200 + i).padStart(4, '0')}`;
	return {
		employeeNo,
		name: names[i]!,
		email: `${employeeNo.toLowerCase()}@jianghai.example`,
		unit: outlets[i % outlets.length]!,
		bornOn: born(draft.hiredAgo ?? 24),
		hiredAgo: 24,
		roles: ['trainee'],
		education: null,
		titleLevel: null,
		creditAgo: null,
		exams: [],
		promoted: [],
		shadowing: [],
		modules: [],
		...draft
	};
});
