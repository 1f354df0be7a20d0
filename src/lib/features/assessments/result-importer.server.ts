import { authorizeAnywhere } from '$lib/access/can';
import { namedPeople } from '$lib/features/people/index.server';
import { linesBefore, type Importer, type Sheet } from '$lib/server/import';
import { dateIn } from '$lib/shared/dates';
import type { Problem } from '$lib/shared/import';
import { newestResults } from './queries/person-results.server';
import type { Period } from './queries/periods.server';
import { decideResult, wrongScores, type Scores } from './rules';
import { recordResult } from './commands/record-result.server';
import { resultLine, type RecordResult, type ResultLine } from './schema';

/** The file by which the results of a period come in: a column for each of its indicators. */
export const resultSheet = ({ indicators }: Pick<Period, 'indicators'>): Sheet => ({
	columns: [
		{ key: 'employeeNo', label: 'people.field.employeeNo', required: true, example: 'JH0001' },
		...indicators.map(({ id, name }) => ({
			key: `scores.${id}`,
			label: name,
			required: true,
			example: '85.5'
		})),
		{
			key: 'source',
			label: 'staffAssessments.result.source' as const,
			required: true,
			example: { 'zh-CN': '2026 年上半年考核表', en: 'Assessment sheet, first half of 2026' }
		}
	]
});

/** A line as the form would take it; one about somebody who has a result already corrects it. */
export function resultImporter(period: Period): Importer<ResultLine, RecordResult> {
	return {
		sheet: resultSheet(period),
		schema: resultLine,
		authorize: (ctx) => authorizeAnywhere(ctx.actor, 'assessments.result.record'),
		async check(ctx, lines) {
			const numbers = lines.map(({ input }) => input.employeeNo);
			const nameOf = await namedPeople(ctx, 'assessments.result.record', numbers);
			const named = numbers.map(nameOf);
			const ids = named.flatMap(({ person }) => person?.id ?? []);
			const newest = await newestResults(ctx.db, period.id, ids);
			const before = linesBefore(lines, ({ employeeNo }) => employeeNo);
			return lines.map(({ input: { scores, source } }, at) => {
				const { person, problem } = named[at]!;
				const problems: Problem[] = problem ? [problem] : [];
				for (const id of wrongScores(period.indicators, scores)) {
					problems.push({ field: `scores.${id}`, code: 'assessments.result.points' });
				}
				const line = before[at];
				if (line) problems.push({ field: 'employeeNo', code: 'app.import.twice', params: { line } });
				if (!person || problems.length) return { about: person?.name ?? null, command: null, problems };
				const known = newest.get(person.id) ?? null;
				const previous = known?.id ?? null;
				const decision = decideResult(period, known, { scores: scores as Scores, previous }, dateIn(ctx.now));
				if (!decision.ok) problems.push({ field: null, code: decision.code });
				const command = { periodId: period.id, personId: person.id, scores, source, previous };
				return { about: person.name, command, problems };
			});
		},
		enter: recordResult
	};
}
