import { asc, eq } from 'drizzle-orm';
import type { RoleName } from '$lib/access/roles';
import { listUnits, namesOf } from '$lib/features/people/index.server';
import { policiesInForce } from '$lib/features/tiers/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import type { Audience, AudienceRule } from './audience';
import type { AssignmentRow } from './follow.server';
import { assignmentGroups } from './tables.server';

/** A group as a page names it. */
export interface GroupView {
	id: string;
	kind: Audience['kind'];
	unit: LocalText | null;
	role: RoleName | null;
	/** Of a ladder. */
	tier: { ladder: LocalText; name: LocalText } | null;
	rule: AudienceRule | null;
	months: number | null;
	/** Those of the people whom the reader may know, and how many there are in all. */
	people: string[];
	count: number;
	dueOn: string | null;
	dueDays: number | null;
}

const same = (text: string): LocalText => ({ 'zh-CN': text, en: text });

/** For whom an assignment is, in words; and the unit that bounds it. */
export async function describeGroups(
	ctx: Context,
	{ id, unitId }: Pick<AssignmentRow, 'id' | 'unitId'>
): Promise<{ unit: LocalText; groups: GroupView[] }> {
	const rows = await ctx.db
		.select()
		.from(assignmentGroups)
		.where(eq(assignmentGroups.assignmentId, id))
		.orderBy(asc(assignmentGroups.position));
	const audiences = rows.map(({ kind, value }) => ({ kind, ...(value as object) }) as Audience);
	const units = new Map((await listUnits(ctx)).map((unit) => [unit.id, unit.name]));
	const policies = await policiesInForce(ctx.db, dateIn(ctx.now));
	const ids = audiences.flatMap((one) => (one.kind === 'person' ? one.personIds : []));
	const names = await namesOf(ctx, ids);
	const tierOf = (ladder: string, tier: string) => {
		const policy = policies.get(ladder)?.policy;
		const found = policy?.tiers.find((one) => one.id === tier);
		return { ladder: policy?.name ?? same(ladder), name: found?.name ?? same(tier) };
	};
	const groups = rows.map(({ id, dueOn, dueDays }, i): GroupView => {
		const one = audiences[i]!;
		const rule = one.kind === 'rule' ? one.rule : null;
		const inUnit = one.kind === 'unit' ? one.unitId : rule?.name === 'tierInUnit' ? rule.unitId : null;
		const held = one.kind === 'tier' ? one : rule?.name === 'tierInUnit' ? rule : null;
		const persons = one.kind === 'person' ? one.personIds : [];
		return {
			...{ id, kind: one.kind, dueOn, dueDays },
			unit: inUnit ? (units.get(inUnit) ?? null) : null,
			role: one.kind === 'role' ? one.role : null,
			tier: held && tierOf(held.ladder, held.tier),
			rule: rule?.name ?? null,
			months: rule?.name === 'hiredWithin' ? rule.months : null,
			people: persons
				.flatMap((person) => (typeof names[person] === 'string' ? names[person] : []))
				.slice(0, 8),
			count: persons.length
		};
	});
	return { unit: units.get(unitId) ?? same(''), groups };
}
