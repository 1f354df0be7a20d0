import { createAssignmentSchema } from '$lib/features/assignments';
import {
	createAssignment,
	followAssignments,
	getAssignment,
	grantExemption,
	remindAssignees,
	settleExceptions
} from '$lib/features/assignments/index.server';
import { createPathSchema } from '$lib/features/paths';
import { createPath, updatePath } from '$lib/features/paths/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { addDays, dateIn } from '$lib/shared/dates';
import type { Crew } from './people';
import type { Story } from './story';

const numbered = <T>(rows: readonly T[]) => Object.fromEntries(rows.map((row, i) => [String(i), row]));
const step = (zh: string, en: string, items: string[], some?: number) => ({
	...{ titleZh: zh, titleEn: en, items: numbered(items) },
	...(some ? { rule: 'atLeast', count: String(some) } : {})
});

const firstYear = {
	code: 'first-year',
	titleZh: '新任客户经理第一年',
	titleEn: 'A customer manager’s first year',
	summaryZh: '先认识客户、学会开拓，再学维护与合规。',
	summaryEn: 'Know the customer and win new ones first, then keeping them and the rules.',
	steps: numbered([
		step('打好基础', 'The basics', ['module:knowing-the-customer', 'module:developing-new-customers']),
		step(
			'维护与合规',
			'Keeping customers, and the rules',
			['module:keeping-customers', 'module:law-rules-and-conduct'],
			1
		),
		step(
			'融入日常工作',
			'Into the daily work',
			['module:the-work-in-seven-steps', 'class:newcomer-camp', 'class:customer-visits'],
			1
		)
	])
};
const credit = {
	code: 'credit-risk',
	titleZh: '信贷与风险责任',
	titleEn: 'Credit and accountability for risk',
	summaryZh: '从授信基础、依法合规到客户退出，一条线学完。',
	summaryEn: 'From the fundamentals of credit and the rules to ending a relationship.',
	steps: numbered([
		step('合规在先', 'Rules first', ['module:law-rules-and-conduct']),
		step('信贷与退出', 'Credit, and leaving', [
			'module:credit-and-risk-accountability',
			'module:ending-a-relationship'
		])
	])
};

/** Two paths; a path that newcomers follow, a module that the branch is late with, and one that many cannot make in time. */
export function tellAssignments(story: Story, crew: Crew): void {
	const officer = crew.by('JH0019').actor;
	const at = (months: number, hour = 10) => story.after(story.ago(months), 0, hour);
	const ctx = (now: Date) => story.context(officer, now);
	story.scene(at(11), async (now) => {
		const { steps, ...words } = firstYear;
		await createPath(
			ctx(now),
			createPathSchema.parse({ ...words, steps: numbered([steps['0'], steps['1']]) })
		);
		await createPath(ctx(now), createPathSchema.parse(credit));
	});
	story.scene(at(0.8), (now) => updatePath(ctx(now), { ...createPathSchema.parse(firstYear), version: 1 }));
	const assign = async (now: Date, subject: string, unit: string, groups: object[], rest: object = {}) => {
		const units = await listUnits(ctx(now));
		const idOf = (code: string) => units.find((one) => one.code === code)?.id;
		const rows = groups.map((group) =>
			'unit' in group ? { ...group, unitId: idOf(String(group.unit)) } : group
		);
		const input = { subject, unitId: idOf(unit), groups: numbered(rows), ...rest };
		return createAssignment(ctx(now), createAssignmentSchema.parse(input));
	};
	const inDays = (now: Date, days: number) => ({ due: 'on', dueOn: addDays(dateIn(now), days) });

	story.scene(at(6), (now) =>
		assign(
			now,
			'path:first-year',
			'HQ',
			[{ kind: 'rule', rule: 'hiredWithin', months: '18', due: 'days', dueDays: '240' }],
			{ note: '入职一年半以内的同事都要完成，师父会跟着看进度。' }
		)
	);
	story.scene(at(2.5), (now) =>
		assign(
			now,
			'module:ending-a-relationship',
			'B01',
			[
				{ kind: 'role', role: 'mentor', ...inDays(now, 120) },
				{ kind: 'unit', unit: 'B01', ...inDays(now, 45) }
			],
			{ titleZh: '客户退出专项学习', titleEn: 'Ending a relationship: special study', lookBackDays: '730' }
		)
	);
	story.scene(at(0.6), async (now) => {
		const units = await listUnits(ctx(now));
		const gangkou = {
			rule: 'tierInUnit',
			ruleTier: 'bank/manager',
			ruleUnitId: units.find(({ code }) => code === 'B02')?.id
		};
		// Two days are too few for most: they wait for an officer, who has moved one of them so far.
		const { id } = await assign(now, 'path:credit-risk', 'HQ', [
			{ kind: 'person', people: 'JH0183', ...inDays(now, 60) },
			{ kind: 'rule', ...gangkou, ...inDays(now, 2) }
		]);
		const { exceptions } = await getAssignment(ctx(now), id, { state: null, unit: null, q: '', page: 1 });
		const ids = exceptions.rows.slice(0, 1).map((row) => row.id);
		const settled = {
			assignmentId: id,
			kind: '' as const,
			resolution: 'moved' as const,
			note: '按实际时间调整。'
		};
		if (ids.length) await settleExceptions(ctx(now), { ...settled, ids });
	});
	story.scene(at(1), async (now) => {
		const [person] = crew.members.filter(({ plan }) => plan.unit === 'B01O01' && plan.hiredAgo > 60);
		if (!person) return;
		await grantExemption(ctx(now), {
			person: person.plan.employeeNo,
			subject: { subjectType: 'module', subjectCode: 'ending-a-relationship' },
			reason: '本年度已在监管部门参加同等内容的脱产培训，证书已核对。',
			validTo: addDays(dateIn(now), 300)
		});
	});
	// The daily look at who came and left, and the reminders, on some of the days since.
	for (const months of [4, 2, 0.4, 0.1]) {
		story.scene(at(months, 8), (now) => followAssignments(story.system(now)));
		story.scene(at(months, 9), (now) => remindAssignees(story.system(now)));
	}
}
