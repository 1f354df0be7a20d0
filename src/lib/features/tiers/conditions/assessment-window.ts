import { z } from 'zod';
import { addMonths, type IsoDate } from '$lib/shared/dates';
import type { AssessmentFact, PersonFacts } from '../engine/facts';
import { isWithin } from '../engine/periods';
import { named, onDate, phrase, type Phrase } from '../engine/phrase';
import { judge } from './assessment-marks';
import { defineCondition, measureOf, metIf } from './define';
import { inBoth } from './figures';
import { asEvidence } from './labels';

/** Points 0 to 100 with at most two decimals, as assessments are kept. */
const points = z.number().min(0).max(100).multipleOf(0.01).optional();

const args = z
	.strictObject({
		/** So many of the last periods that ended by the day. */
		periods: z.int().min(1).max(20),
		/** Marks of the totals: their average, none of them, no two in a row. */
		average: points,
		noneBelow: points,
		noTwoBelow: points,
		/** No single indicator of a period below it: risk is not made up for by sales. */
		floor: points,
		/** Look at this indicator alone. The policy carries its name, so that it can be read by itself. */
		indicator: z.strictObject({ id: z.string().min(1), name: inBoth }).optional(),
		/** Periods that ended longer ago say nothing. */
		withinMonths: z.int().min(1).max(240).optional(),
		/** Does not concern whoever came onto their tier less than so many months ago. */
		graceMonths: z.int().min(1).max(60).optional()
	})
	.refine(
		({ average, noneBelow, noTwoBelow, floor }) =>
			[average, noneBelow, noTwoBelow, floor].some((mark) => mark !== undefined),
		'namesNoMark'
	)
	.refine(({ periods, noTwoBelow }) => periods > 1 || noTwoBelow === undefined, {
		path: ['noTwoBelow'],
		error: 'takesTwoPeriods'
	})
	.refine(({ indicator, floor }) => !indicator || floor === undefined, {
		path: ['floor'],
		error: 'ofEveryIndicator'
	});
type Args = z.output<typeof args>;

/** How somebody was assessed in the last periods (domain, 6; field, 1.11: sliding window). Too few say nothing yet. */
export const assessmentWindow = defineCondition<Args>({
	kind: 'assessmentWindow',
	args,
	privacy: 'evidence',
	effort: 'long',
	waivable: true,
	says: ({ indicator, periods, ...rest }) => {
		const several = periods > 1;
		const params = {
			periods,
			// Of one period its average and its least are the same.
			one: several ? 0 : Math.max(rest.average ?? 0, rest.noneBelow ?? 0),
			average: several ? (rest.average ?? 0) : 0,
			none: several ? (rest.noneBelow ?? 0) : 0,
			two: rest.noTwoBelow ?? 0,
			floor: rest.floor ?? 0,
			months: rest.withinMonths ?? 0,
			grace: rest.graceMonths ?? 0
		};
		return indicator
			? phrase('tiers.says.assessmentOf', { ...params, indicator: named(indicator.name) })
			: phrase('tiers.says.assessment', params);
	},
	check({ periods, indicator, withinMonths, graceMonths, ...marks }, facts, { asOf, ladder }) {
		const since = graceMonths ? standsSince(facts, ladder, asOf) : null;
		if (since && graceMonths && addMonths(since, graceMonths) > asOf) {
			return {
				outcome: 'notApplicable',
				found: phrase('tiers.found.assessmentGrace', { to: onDate(addMonths(since, graceMonths)) }),
				evidence: []
			};
		}
		const pointsOf = (fact: AssessmentFact) => (indicator ? fact.scores[indicator.id] : fact.total);
		const window = facts.assessments
			.filter((fact) => fact.to <= asOf && (!withinMonths || isWithin(fact.to, withinMonths, asOf)))
			.filter((fact) => pointsOf(fact) !== undefined)
			.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : a.id < b.id ? -1 : 1))
			.slice(-periods);
		const evidence = () => asEvidence(window, (fact) => labelOfAssessment(fact, pointsOf(fact) ?? 0));
		if (window.length < periods) {
			return {
				outcome: 'unknown',
				found: phrase('tiers.found.assessmentTooFew', { count: window.length, need: periods }),
				evidence,
				measure: measureOf(window.length, periods, 'count'),
				next: { code: 'waitForAssessment', params: {} }
			};
		}
		const values = window.map((fact) => pointsOf(fact) ?? 0);
		const singles = window.flatMap((fact) =>
			indicator ? (pointsOf(fact) ?? 0) : Object.values(fact.scores)
		);
		const { reason, mark, have, need, average } = judge(values, singles, marks);
		return {
			outcome: metIf(reason === 'met'),
			found: phrase('tiers.found.assessment', {
				periods,
				reason: periods === 1 && (reason === 'average' || reason === 'none') ? 'one' : reason,
				mark,
				average,
				lowest: Math.min(...values),
				single: singles.length ? Math.min(...singles) : 0
			}),
			evidence,
			measure: measureOf(have, need, 'points'),
			...(reason === 'met' ? {} : { next: { code: 'improveAssessment', params: {} } })
		};
	}
});

/** Since when somebody has stood on their present tier without a break; a renewal of it is no new beginning. */
function standsSince({ appointments }: PersonFacts, ladder: string, asOf: IsoDate): IsoDate | null {
	const all = appointments
		.filter((fact) => fact.ladder === ladder && fact.startsOn <= asOf)
		.sort((a, b) => (a.startsOn < b.startsOn ? 1 : a.startsOn > b.startsOn ? -1 : a.id < b.id ? 1 : -1));
	const tier = all[0]?.tier ?? null;
	if (tier === null) return null;
	const before = all.findIndex((fact) => fact.tier !== tier);
	return all[(before < 0 ? all.length : before) - 1]?.startsOn ?? null;
}

const labelOfAssessment = (fact: AssessmentFact, value: number): Phrase =>
	phrase('tiers.label.assessment', { period: named(fact.period), points: value });
