import type { MessageKey } from '$lib/i18n/codes';
import type { Sheet, SheetColumn } from '$lib/server/import';
import {
	conductRatings,
	creditOutcomes,
	disciplineKinds,
	educationLevels,
	experienceKinds,
	hasEnd,
	inductionKinds,
	leaveKinds,
	needsEnd,
	severities,
	titleLevels,
	type EvidenceKind
} from './evidence';

const text = (
	key: string,
	label: MessageKey,
	example: SheetColumn['example'],
	required = true
): SheetColumn => ({
	key: `data.${key}`,
	label,
	example,
	required
});
const choice = <T extends string>(
	key: string,
	label: MessageKey,
	values: readonly T[],
	labelOf: (value: T) => MessageKey,
	example: T
): SheetColumn => ({
	...{ key: `data.${key}`, label, example, required: true },
	choices: values.map((value) => ({ value, label: labelOf(value) }))
});

const school = { 'zh-CN': '江海大学', en: 'Jianghai University' };
const bank = { 'zh-CN': '江海银行', en: 'Jianghai Bank' };

const columns: Record<EvidenceKind, SheetColumn[]> = {
	education: [
		choice('level', 'staffPeople.evidence.level', educationLevels, (v) => `people.level.${v}`, 'bachelor'),
		text('school', 'staffPeople.evidence.school', school),
		text('major', 'staffPeople.evidence.major', { 'zh-CN': '金融学', en: 'Finance' }, false)
	],
	title: [
		choice(
			...(['level', 'staffPeople.evidence.title_level', titleLevels] as const),
			(v) => `people.title_level.${v}`,
			'intermediate'
		),
		text('name', 'staffPeople.evidence.title_name', { 'zh-CN': '经济师', en: 'Economist' })
	],
	experience: [
		choice('kind', 'staffPeople.evidence.work', experienceKinds, (v) => `people.experience.${v}`, 'credit'),
		text('employer', 'staffPeople.evidence.employer', bank),
		text('post', 'people.field.post', { 'zh-CN': '客户经理', en: 'Customer manager' })
	],
	induction: [
		choice('kind', 'staffPeople.evidence.stage', inductionKinds, (v) => `people.induction.${v}`, 'induction')
	],
	creditCheck: [
		choice('outcome', 'staffPeople.evidence.outcome', creditOutcomes, (v) => `people.credit.${v}`, 'good'),
		text('source', 'staffPeople.evidence.source', {
			'zh-CN': '人民银行征信报告',
			en: 'Credit report of the central bank'
		})
	],
	discipline: [
		choice(
			...(['kind', 'staffPeople.evidence.sanction', disciplineKinds] as const),
			(v) => `people.discipline.${v}`,
			'compliance'
		),
		choice('severity', 'staffPeople.evidence.severity', severities, (v) => `people.severity.${v}`, 'minor'),
		text('description', 'staffPeople.evidence.description', {
			'zh-CN': '贷后检查未按期完成',
			en: 'A review of a loan was not done in time'
		})
	],
	leave: [choice('kind', 'staffPeople.evidence.leave', leaveKinds, (v) => `people.leave.${v}`, 'maternity')],
	conductReview: [
		choice(
			...(['rating', 'staffPeople.evidence.rating', conductRatings] as const),
			(v) => `people.conduct.mark.${v}`,
			'good'
		),
		text('note', 'staffPeople.evidence.note', { 'zh-CN': '遵纪守法', en: 'Keeps law and rules' }, false)
	]
};

/** The file by which evidence of a kind comes in for many people. */
export function evidenceSheet(kind: EvidenceKind): Sheet {
	const from: MessageKey = `staffPeople.evidence.from.${kind}`;
	return {
		columns: [
			{ key: 'employeeNo', label: 'people.field.employeeNo', required: true, example: 'JH0001' },
			...columns[kind],
			{ key: 'validFrom', label: from, required: true, date: true, example: '2025-01-01' },
			...(hasEnd(kind)
				? [
						{
							key: 'validTo',
							label: `staffPeople.evidence.to.${kind}` as const,
							required: needsEnd(kind),
							date: true,
							example: '2025-12-31'
						}
					]
				: [])
		]
	};
}
