import type { GroupInput } from '../schema';

/** A group of the form: every value a text. */
export interface GroupRow {
	id: string;
	kind: string;
	unitId: string;
	role: string;
	tier: string;
	rule: string;
	ruleUnitId: string;
	ruleTier: string;
	months: string;
	people: string;
	due: string;
	dueOn: string;
	dueDays: string;
}

let made = 0;
export const blankRow = (): GroupRow => ({
	...{
		id: `group-${made++}`,
		kind: '',
		unitId: '',
		role: '',
		tier: '',
		rule: '',
		ruleUnitId: '',
		ruleTier: ''
	},
	...{ months: '', people: '', due: 'on', dueOn: '', dueDays: '' }
});

function rowOf({ audience, dueOn, dueDays }: GroupInput): GroupRow {
	const row = { ...blankRow(), kind: audience.kind };
	row.due = dueOn ? 'on' : dueDays === null ? 'none' : 'days';
	row.dueOn = dueOn ?? '';
	row.dueDays = dueDays === null ? '' : String(dueDays);
	if (audience.kind === 'unit') row.unitId = audience.unitId;
	if (audience.kind === 'role') row.role = audience.role;
	if (audience.kind === 'tier') row.tier = `${audience.ladder}/${audience.tier}`;
	if (audience.kind === 'person') row.people = audience.numbers.join(', ');
	if (audience.kind !== 'rule') return row;
	const { rule } = audience;
	row.rule = rule.name;
	if (rule.name === 'hiredWithin') row.months = String(rule.months);
	if (rule.name === 'tierInUnit') {
		row.ruleTier = `${rule.ladder}/${rule.tier}`;
		row.ruleUnitId = rule.unitId;
	}
	return row;
}

/** The rows of a form: as they were typed before a refusal, else as they were counted, else one to fill. */
export function rowsOf(kept: unknown, typed: readonly GroupInput[] | null): GroupRow[] {
	const before = typeof kept === 'object' && kept !== null ? Object.values(kept) : [];
	if (before.length)
		return before.map((values) => {
			const row = blankRow();
			for (const [name, value] of Object.entries((values ?? {}) as Record<string, unknown>))
				if (name in row && name !== 'id' && typeof value === 'string') row[name as keyof GroupRow] = value;
			return row;
		});
	return typed?.length ? typed.map(rowOf) : [blankRow()];
}
