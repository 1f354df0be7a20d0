import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize, can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import { getPersonSubject, type PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import type { Indicator, Scores } from '../rules';
import { assessmentPeriods, assessmentResults } from '../tables.server';
import { getPeriod } from './periods.server';

export interface PersonResult {
	id: string;
	periodId: string;
	period: LocalText;
	from: IsoDate;
	to: IsoDate;
	indicators: { id: string; name: LocalText; weight: number; points: number }[];
	/** In hundredths of a point. */
	total: number;
	source: string;
	recordedAt: string;
	recordedBy: string | null;
	/** Whether a newer row took its place. */
	replaced: boolean;
}

/** Every result of a person, the newest of each period first, periods from late to early. */
export async function listPersonResults(ctx: Context, personId: string): Promise<PersonResult[]> {
	const person = await readable(ctx, personId);
	return resultsOf(ctx.db, person.id);
}

/** A person's results of one period, the one that counts first; and whether the reader may record another. */
export async function getResult(ctx: Context, periodId: string, personId: string) {
	const period = await getPeriod(ctx, periodId);
	const person = await readable(ctx, personId);
	const { id, unitPath } = person;
	return {
		period,
		person: { id, name: person.name, employeeNo: person.employeeNo, unitName: person.unitName },
		results: (await resultsOf(ctx.db, id)).filter((result) => result.periodId === period.id),
		mayRecord: can(ctx.actor, 'assessments.result.record', {
			...{ personId: id, unitPath, parties: { person: id } }
		}).ok
	};
}

async function readable(ctx: Context, personId: string): Promise<PersonSubject> {
	if (!isId(personId)) throw notFound();
	const person = await getPersonSubject(ctx.db, personId);
	authorize(ctx.actor, 'assessments.result.read', { personId: person.id, unitPath: person.unitPath });
	return person;
}

async function resultsOf(db: Database, personId: string): Promise<PersonResult[]> {
	const recorder = alias(people, 'recorder');
	const rows = await db
		.select({ result: assessmentResults, period: assessmentPeriods, by: recorder.name })
		.from(assessmentResults)
		.innerJoin(assessmentPeriods, eq(assessmentPeriods.id, assessmentResults.periodId))
		.leftJoin(recorder, eq(recorder.id, assessmentResults.recordedBy))
		.where(eq(assessmentResults.personId, personId))
		.orderBy(desc(assessmentPeriods.endsOn), desc(assessmentResults.recordedAt), desc(assessmentResults.id));
	return rows.map(({ result, period, by }, at) => ({
		id: result.id,
		periodId: period.id,
		period: { 'zh-CN': period.nameZh, en: period.nameEn },
		from: period.startsOn,
		to: period.endsOn,
		indicators: (period.indicators as Indicator[]).map((one) => ({
			...one,
			points: (result.scores as Scores)[one.id] ?? 0
		})),
		total: result.total,
		source: result.source,
		recordedAt: result.recordedAt.toISOString(),
		recordedBy: by,
		replaced: rows[at - 1]?.period.id === period.id
	}));
}

/** The result of a period that counts, by person. Asks no permission: the caller does. */
export async function newestResults(
	db: Database,
	periodId: string,
	personIds: readonly string[]
): Promise<Map<string, { id: string; scores: Scores }>> {
	if (!personIds.length) return new Map();
	const rows = await db
		.select({
			id: assessmentResults.id,
			personId: assessmentResults.personId,
			scores: assessmentResults.scores
		})
		.from(assessmentResults)
		.where(and(eq(assessmentResults.periodId, periodId), inArray(assessmentResults.personId, [...personIds])))
		.orderBy(asc(assessmentResults.recordedAt), asc(assessmentResults.id));
	return new Map(rows.map(({ personId, id, scores }) => [personId, { id, scores: scores as Scores }]));
}
