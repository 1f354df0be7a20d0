import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignVisitSchema, requestVisitSchema, submitReportSchema, visitFilter } from '$lib/features/visits';
import { spanOf } from '$lib/features/visits/agenda.server';
import {
	decideCredit,
	decidePlan,
	decideReport,
	inOrder,
	programmeMinutes,
	reportState
} from '$lib/features/visits/rules';
import { visitMoves, visitStates } from '$lib/features/visits/states';
import { commonPath } from '$lib/shared/unit-paths';

const TODAY = '2026-11-22';
const row = (on: string, from: string, to: string) => ({ on, from, to, what: '座谈' });
const plan = {
	...{ startsOn: '2026-11-22', endsOn: '2026-11-23', creditMinutes: 300 },
	programme: [row('2026-11-23', '09:00', '12:00'), row('2026-11-22', '14:00', '16:00')]
};

describe('the plan of a visit', () => {
	it.each([
		[{}, true],
		[{ creditMinutes: 301 }, 'visits.visit.credit'],
		[{ startsOn: '2026-11-21' }, 'visits.visit.past'],
		[{ endsOn: '2026-11-21' }, 'visits.visit.order'],
		[{ endsOn: '2026-12-22' }, true],
		[{ endsOn: '2026-12-23' }, 'visits.visit.long'],
		[{ programme: [] }, 'visits.programme.empty'],
		[{ programme: [row('2026-11-24', '09:00', '12:00')] }, 'visits.programme.outside'],
		[{ programme: [row('2026-11-22', '12:00', '12:00')] }, 'visits.programme.order'],
		[
			{ programme: [row('2026-11-22', '10:00', '12:00'), row('2026-11-22', '09:00', '10:01')] },
			'visits.programme.overlap'
		],
		[{ programme: [row('2026-11-22', '10:00', '15:00'), row('2026-11-22', '09:00', '10:00')] }, true]
	])('%j gives %s', (change, expected) => {
		const decision = decidePlan({ ...plan, ...change }, TODAY);
		expect(decision.ok || decision.code).toBe(expected);
	});
	it('spans from the first to the last minute of its programme, in whatever order', () => {
		expect(spanOf(plan)).toEqual({
			from: new Date('2026-11-22T06:00:00Z'),
			to: new Date('2026-11-23T04:00:00Z')
		});
		expect(programmeMinutes(inOrder(plan.programme))).toBe(300);
	});
	it('is read from a form without its empty lines, faults at their fields', () => {
		const form = {
			...{ title: 'x', host: 'y', purpose: 'z', area: 'law', method: 'seminar', hours: '2' },
			...{ startsOn: '2026-12-01', endsOn: '2026-12-01' }
		};
		const line = { on: '2026-12-01', from: '09:00', to: '11:00:00', what: '座谈' };
		const read = requestVisitSchema.parse({
			...form,
			programme: { r0: line, r1: { on: '2026-12-01', from: '', to: '', what: '' } }
		});
		expect(read).toMatchObject({ creditMinutes: 120, programme: [{ to: '11:00' }] });
		const bad = requestVisitSchema.safeParse({ ...form, programme: { r0: { ...line, to: '' } } });
		expect(bad.error?.issues[0]?.path).toEqual(['programme', 'r0', 'to']);
		expect(requestVisitSchema.parse(form).programme).toEqual([]);
		const people = assignVisitSchema.parse({ ...form, people: 'JH0001，JH0002\nJH0001 ; JH0003' }).people;
		expect(people).toEqual(['JH0001', 'JH0002', 'JH0003']);
	});
});

describe('a report', () => {
	const visit = { state: 'approved' as const, endsOn: '2026-11-22' };
	it('is due from the last day on, waits, comes back or is accepted', () => {
		expect(reportState(visit, null, TODAY)).toBe('due');
		expect(reportState({ ...visit, endsOn: '2026-11-23' }, null, TODAY)).toBe('none');
		expect(reportState({ ...visit, state: 'cancelled' }, null, TODAY)).toBe('none');
		expect(reportState(visit, { outcome: null }, TODAY)).toBe('waiting');
		expect(reportState(visit, { outcome: 'returned' }, TODAY)).toBe('returned');
	});
	it('is sent when it is due or was returned', () => {
		const may = (...of: Parameters<typeof decideReport>) => {
			const decision = decideReport(...of);
			return decision.ok || decision.code;
		};
		expect(may(visit, 'due', TODAY)).toBe(true);
		expect(may(visit, 'returned', TODAY)).toBe(true);
		expect(may(visit, 'waiting', TODAY)).toBe('visits.report.waiting');
		expect(may(visit, 'accepted', TODAY)).toBe('visits.report.accepted');
		expect(may({ ...visit, endsOn: '2026-11-23' }, 'none', TODAY)).toBe('visits.report.early');
		expect(may({ ...visit, state: 'requested' }, 'none', TODAY)).toBe('visits.report.not_approved');
		expect(submitReportSchema.safeParse({ visitId: 'x', seen: '', applied: '' }).success).toBe(false);
	});
	it('earns no more than the visit gives, and less with a reason', () => {
		expect(decideCredit(120, 120, null).ok).toBe(true);
		expect(decideCredit(120, 121, 'x')).toMatchObject({ code: 'visits.report.more' });
		expect(decideCredit(120, 60, null)).toMatchObject({ code: 'visits.report.less' });
		expect(decideCredit(120, 60, '半天').ok).toBe(true);
	});
});

it('states end where nothing is left to do', () => {
	expect(visitStates.filter((state) => !visitMoves[state].length)).toEqual(['refused', 'cancelled']);
	expect(visitFilter(new URLSearchParams('view=x')).view).toBe('requested');
});

it('the common path of units holds every one of them, and nothing below holds all', () => {
	expect(commonPath(['HQ/B01/O01/', 'HQ/B01/O02/'])).toBe('HQ/B01/');
	expect(commonPath(['HQ/B01/', 'HQ/B010/'])).toBe('HQ/');
	expect(commonPath(['HQ/B01/'])).toBe('HQ/B01/');
	expect(commonPath([])).toBe('');
	const path = fc
		.array(fc.constantFrom('A', 'B', 'AB'), { maxLength: 4 })
		.map((steps) => ['HQ', ...steps].map((step) => `${step}/`).join(''));
	fc.assert(
		fc.property(fc.array(path, { minLength: 1 }), (paths) => {
			const common = commonPath(paths);
			expect(paths.every((one) => one.startsWith(common))).toBe(true);
			const next = new Set(paths.map((one) => one.slice(common.length).split('/')[0]));
			expect(next.size > 1 || next.has('')).toBe(true);
		})
	);
});
