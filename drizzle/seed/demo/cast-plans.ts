import { cast } from './cast';
import type { PersonPlan } from './plan';

/** Months before today that a fixed past day lies; the cast's ages and service stay as told whatever today is. */
const hiredAgo: Record<string, number> = {
	JH0183: 40,
	JH0042: 260,
	JH0007: 208,
	JH0003: 303,
	JH0021: 220,
	JH0022: 172,
	JH0011: 232,
	JH0001: 196,
	JH0004: 364,
	JH0009: 292,
	JH0012: 268,
	JH0016: 304
};

const careers: Record<string, Partial<PersonPlan>> = {
	// The demo's protagonist: a manager two requirements short of senior.
	JH0183: {
		mentor: 'JH0042',
		education: 'bachelor',
		titleLevel: 'junior',
		creditAgo: 38,
		exams: [
			{ sitting: 'a22', outcome: 'passed' },
			{ sitting: 'm16', outcome: 'passed' },
			{ sitting: 'open', outcome: 'registered' }
		],
		promoted: ['a22', 'm16'],
		shadowing: [1860, 150],
		modules: [18.8, 17.6, 16.4, 10],
		special: 'waiting'
	},
	JH0042: {
		education: 'bachelor',
		titleLevel: 'senior',
		creditAgo: 210,
		exams: [
			{ sitting: 'a35', outcome: 'passed' },
			{ sitting: 'm31', outcome: 'passed' },
			{ sitting: 's20', outcome: 'passed' },
			{ sitting: 'p7', outcome: 'passed' }
		],
		promoted: ['a35', 'm31', 's20', 'p7'],
		shadowing: [1860, 600, 0],
		modules: [34.5, 32.9, 31.6, 29.7, 28.1]
	}
};

/** The cast with their ways through the system. */
export const castPlans: PersonPlan[] = cast.map(({ hiredOn: _hiredOn, shownAs: _shownAs, ...member }) => ({
	education: null,
	titleLevel: null,
	creditAgo: null,
	exams: [],
	promoted: [],
	shadowing: [],
	modules: [],
	...member,
	hiredAgo: hiredAgo[member.employeeNo] ?? 60,
	...careers[member.employeeNo]
}));
