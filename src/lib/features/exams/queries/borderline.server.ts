import { and, eq, ne, sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { LocalText } from '$lib/i18n/locales';
import { loadStaffI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { csvOf } from '$lib/server/sheets';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import type { Analysis } from '../analysis/analyse';
import { currentResult } from '../current-result.server';
import type { PassRule, QuestionMark } from '../marking';
import { practicalOfAttempt } from '../practical.server';
import { bandOf, borderlineOf, borderlines, type Band, type Borderline } from '../release/borderline';
import { ANNULLED_RULE } from '../release/rules';
import { attemptResults, attempts, practicalResults, sittingAnalyses, sittings } from '../tables.server';
import { authorizeResults } from './release.server';

/** Somebody whose result hangs by little. */
export interface BorderlineRow {
	attemptId: string;
	name: string;
	employeeNo: string;
	unit: LocalText;
	kind: Borderline;
	earnedHundredths: number;
	maxScore: number;
	tenths: number;
	/** Distance from the pass mark, in points of percent. */
	points: number;
	passed: boolean;
	/** Areas in which the least share is missing. */
	short: KnowledgeArea[];
}

export interface BorderlineList {
	band: Band;
	passPercent: number;
	rows: BorderlineRow[];
	/** Others, whose results the reader may not read. */
	hidden: number;
}

/**
 * Everybody within a band of the pass mark, and who fails by an area's least share alone: just below first, the nearest
 * before the others. By name those whose results the reader may read, one's own not before the release.
 */
export async function listBorderline(ctx: Context, sittingId: string): Promise<BorderlineList> {
	authorizeResults(ctx);
	if (!isId(sittingId)) throw notFound();
	const [found] = await ctx.db
		.select({ sitting: sittings, figures: sittingAnalyses.figures })
		.from(sittings)
		.leftJoin(sittingAnalyses, eq(sittingAnalyses.sittingId, sittings.id))
		.where(eq(sittings.id, sittingId));
	if (!found) throw notFound();
	const { passPercent } = found.sitting;
	const passRule = found.sitting.passRule as PassRule;
	const band = bandOf(found.figures as Analysis | null);
	const ownId = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const readable = and(
		whereMay(ctx.actor, 'exams.result.read', { personId: people.id, unitPath: units.path }),
		ownId ? sql`(${people.id} <> ${ownId} or ${attemptResults.releasedAt} is not null)` : undefined
	);
	const hasReached = sql`${attemptResults.earnedHundredths} >= ${passPercent} * ${attemptResults.maxScore}`;
	const points = sql`${attemptResults.earnedHundredths}::float8 / ${attemptResults.maxScore} - ${passPercent}`;
	const scores = await ctx.db
		.select({
			...{ attemptId: attempts.id, name: people.name, employeeNo: people.employeeNo },
			...{ zh: units.nameZh, en: units.nameEn, readable: sql<boolean>`coalesce(${readable}, false)` },
			...{ earnedHundredths: attemptResults.earnedHundredths, maxScore: attemptResults.maxScore },
			...{ tenths: attemptResults.tenths, passed: attemptResults.passed, practical: practicalResults.passed },
			// Marks are long: of those alone whom an area may have failed.
			marks: sql<
				QuestionMark[] | null
			>`case when not ${attemptResults.passed} and ${hasReached} then ${attemptResults.marks} end`
		})
		.from(attempts)
		.innerJoin(attemptResults, currentResult)
		.leftJoin(practicalResults, practicalOfAttempt)
		.innerJoin(people, eq(people.id, attempts.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(
			and(
				eq(attempts.sittingId, sittingId),
				ne(attemptResults.rule, ANNULLED_RULE),
				sql`${attemptResults.maxScore} > 0 and (abs(${points}) <= ${band.points + 0.001}
					or (not ${attemptResults.passed} and ${hasReached}))`
			)
		);
	const rows = scores.flatMap(({ zh, en, marks, practical, readable, ...score }) => {
		const stands = borderlineOf({ ...score, practical, marks: marks ?? [] }, { passPercent, passRule, band });
		if (!stands) return [];
		const short = stands.short.map(({ area }) => area);
		return [{ ...score, ...stands, short, readable, unit: { 'zh-CN': zh, en } }];
	});
	const order = (kind: Borderline) => borderlines.indexOf(kind);
	rows.sort(
		(a, b) =>
			order(a.kind) - order(b.kind) ||
			Math.abs(a.points) - Math.abs(b.points) ||
			a.employeeNo.localeCompare(b.employeeNo)
	);
	return {
		...{ band, passPercent },
		rows: rows.filter(({ readable }) => readable).map(({ readable: _readable, ...row }) => row),
		hidden: rows.filter(({ readable }) => !readable).length
	};
}

/** The same as CSV, in the reader's language; points with one decimal. */
export async function exportBorderline(ctx: Context, sittingId: string): Promise<Uint8Array> {
	const { rows } = await listBorderline(ctx, sittingId);
	const { t, local } = await loadStaffI18n(ctx.locale);
	const columns = [
		'kind',
		'employeeNo',
		'name',
		'unit',
		'marks',
		'max',
		'percent',
		'points',
		'passed',
		'short'
	] as const;
	return csvOf({
		name: t('staffResults.borderline.title'),
		head: columns.map((key) => t(`staffResults.borderline.col.${key}`)),
		rows: rows.map((row) => [
			...[t(`staffResults.borderline.${row.kind}`), row.employeeNo, row.name, local(row.unit)],
			...[row.earnedHundredths / 100, row.maxScore, row.tenths / 10, Math.round(row.points * 10) / 10],
			t(row.passed ? 'exams.result.passed' : 'exams.result.failed'),
			row.short.map((area) => t(`exams.area.${area}`)).join('; ')
		])
	});
}
