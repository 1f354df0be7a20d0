import type { ErrorCode } from '$lib/i18n/codes';
import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';

export interface Indicator {
	id: string;
	name: LocalText;
	/** In percent; those of a period make 100. */
	weight: number;
}

/** What a new period starts from: results, development of customers, service, risk accountability (domain, 6). */
export const defaultIndicators: readonly Indicator[] = [
	{ id: 'results', name: { 'zh-CN': '业务业绩', en: 'Business results' }, weight: 40 },
	{ id: 'development', name: { 'zh-CN': '客户拓展', en: 'Customer development' }, weight: 25 },
	{ id: 'service', name: { 'zh-CN': '服务质量', en: 'Service quality' }, weight: 15 },
	{ id: 'risk', name: { 'zh-CN': '风险责任', en: 'Risk accountability' }, weight: 20 }
];

/** Points by id of the indicator. */
export type Scores = Record<string, number>;

/** The weighted sum of points in hundredths of a point, 0 to 10,000. Points have two decimals at most. */
export function computeTotal(indicators: readonly Indicator[], scores: Scores): number {
	const sum = indicators.reduce(
		(all, { id, weight }) => all + weight * Math.round((scores[id] ?? 0) * 100),
		0
	);
	return Math.round(sum / 100);
}

/** Whether indicators can stand: at least one, each named once, weights that make 100. */
export function checkIndicators(indicators: readonly Indicator[]): ErrorCode | null {
	if (!indicators.length) return 'assessments.period.no_indicator';
	if (new Set(indicators.map(({ id }) => id)).size < indicators.length) return 'assessments.period.twice';
	const sum = indicators.reduce((all, { weight }) => all + weight, 0);
	return sum === 100 ? null : 'assessments.period.weights';
}

/** Each indicator's points that are no number from 0 to 100 with two decimals, and points of no indicator. */
export function wrongScores(
	indicators: readonly Indicator[],
	scores: Record<string, number | null>
): string[] {
	const known = indicators.map(({ id }) => id);
	const wrong = known.filter((id) => {
		const points = scores[id];
		if (points === null || points === undefined || !(points >= 0 && points <= 100)) return true;
		return Math.abs(points * 100 - Math.round(points * 100)) > 1e-6;
	});
	return [...wrong, ...Object.keys(scores).filter((id) => !known.includes(id))];
}

export const sameScores = (indicators: readonly Indicator[], a: Scores, b: Scores): boolean =>
	indicators.every(({ id }) => a[id] === b[id]);

/** Whether a result may be entered: after the period, on top of the result that the form was opened on. */
export function decideResult(
	period: { endsOn: IsoDate; indicators: readonly Indicator[] },
	newest: { id: string; scores: Scores } | null,
	input: { scores: Scores; previous: string | null },
	today: IsoDate
): Decision<{ correction: boolean }> {
	if (today < period.endsOn) return no('assessments.result.early');
	if (newest && sameScores(period.indicators, newest.scores, input.scores))
		return no('assessments.result.same');
	if ((newest?.id ?? null) !== input.previous) return no('assessments.result.changed');
	return yes({ correction: newest !== null });
}

/** Steps of the distribution: from this total (in points) up to the next. */
export const distributionSteps = [0, 60, 70, 80, 90] as const;
