import { sql } from 'drizzle-orm';
import { loadLearnables, loadPath } from '$lib/features/paths/index.server';
import type { LocalText } from '$lib/i18n/locales';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { Refusal, conflict } from '$lib/shared/errors';
import type { StepNeed } from './rules';

export interface SubjectRef {
	subjectType: 'module' | 'path';
	subjectCode: string;
}
/** What is assigned, as steps with the time that each item takes. */
export interface AssignedSubject {
	title: LocalText;
	steps: StepNeed[];
	retired: boolean;
}

/** A module as one step, a path as its own. Throws conflict for what there is not. */
export async function loadSubject(
	db: Database,
	{ subjectType, subjectCode }: SubjectRef
): Promise<AssignedSubject> {
	const known = await loadLearnables(db);
	const itemOf = (key: string) => ({ key, minutes: known.get(key)?.minutes ?? 0 });
	if (subjectType === 'module') {
		const module = known.get(`module:${subjectCode}`);
		if (!module) throw conflict('assignments.subject.unknown', { code: subjectCode });
		const steps = [{ need: 1, items: [itemOf(`module:${subjectCode}`)] }];
		return { title: module.title, steps, retired: module.isRetired };
	}
	const path = await loadPath(db, subjectCode).catch((error: unknown) => {
		if (error instanceof Refusal && error.kind === 'not_found')
			throw conflict('assignments.subject.unknown', { code: subjectCode });
		throw error;
	});
	const steps = path.content.steps.map(({ rule, items }) => ({
		need: rule.kind === 'all' ? items.length : Math.min(rule.count, items.length),
		items: items.map((item) => itemOf('module' in item ? `module:${item.module}` : `class:${item.class}`))
	}));
	return { title: path.content.title, steps, retired: path.retiredAt !== null };
}

export interface Done {
	/** Items that count as done, by person: completed since a day (null: ever), or exempted. */
	items: Map<string, Set<string>>;
	/** People who are exempt from the whole of it. */
	exempt: Set<string>;
}

/** What people have done of a subject: one query for everybody, or for one person. */
export async function loadDone(
	db: Database,
	subject: SubjectRef,
	steps: readonly StepNeed[],
	{ since, today, personId }: { since: IsoDate | null; today: IsoDate; personId?: string }
): Promise<Done> {
	const keys = steps.flatMap(({ items }) => items.map(({ key }) => key));
	const codes = `{${keys
		.filter((key) => key.startsWith('module:'))
		.map((key) => key.slice(7))
		.join(',')}}`;
	const subjects = `{${keys
		.filter((key) => key.startsWith('class:'))
		.map((key) => key.slice(6))
		.join(',')}}`;
	const who = personId ? sql`x.person_id = ${personId}` : sql`true`;
	const from = since ?? '0001-01-01';
	const rows = await rowsOf<{ person: string; items: string[] }>(
		db,
		sql`select person, json_agg(distinct item) as items from (
			select x.person_id as person, 'module:' || m.code as item from modules m
				join module_versions v on v.module_id = m.id join completions x on x.module_version_id = v.id
				where m.code = any(${codes}::text[]) and x.completed_on between ${from} and ${today} and ${who}
			union all select x.person_id, 'class:' || c.subject from classes c join class_results x on x.class_id = c.id
				where c.subject = any(${subjects}::text[]) and x.completed and ${who} and (select (max(s.ends_at)
					at time zone 'Asia/Shanghai')::date from class_sessions s where s.class_id = c.id) between ${from} and ${today}
			union all select x.person_id, case when x.subject_type = ${subject.subjectType}
					and x.subject_code = ${subject.subjectCode} then '' else 'module:' || x.subject_code end
				from exemptions x where x.revoked_at is null and ${today} between x.valid_from and x.valid_to and ${who}
				and ((x.subject_type = ${subject.subjectType} and x.subject_code = ${subject.subjectCode})
					or (x.subject_type = 'module' and x.subject_code = any(${codes}::text[])))) known group by person`
	);
	const items = new Map<string, Set<string>>();
	const exempt = new Set<string>();
	for (const row of rows) {
		items.set(row.person, new Set(row.items));
		if (row.items.includes('')) exempt.add(row.person);
	}
	return { items, exempt };
}
