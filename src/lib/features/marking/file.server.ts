import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '$lib/server/db/database';
import type { Importer, Sheet } from '$lib/server/import';
import { requiredText } from '$lib/shared/form';
import type { Problem } from '$lib/shared/import';
import { people } from '../people/tables.server';
import { mayRead, type Allocated } from './allocate';
import type { LoadedAnswer } from './answers.server';

const line = z.object({
	employeeNo: requiredText(20).transform((text) => text.toUpperCase()),
	question: z.string().trim().max(100).default(''),
	code: z.string().trim().toLowerCase().max(20).default('')
});
type Line = z.output<typeof line>;

/** The file by which answers are given to markers: a line for each marker and question, or each marker and answer. */
export const allocationSheet: Sheet = {
	columns: [
		{ key: 'employeeNo', label: 'marking.file.employeeNo', required: true, example: 'JH0022' },
		{ key: 'question', label: 'marking.file.question', example: 'law-021' },
		{ key: 'code', label: 'marking.file.code', example: '' }
	]
};

/**
 * Reads who reads what from a file; what cannot be is said by line. `readers` is filled while it is checked, in the order of the
 * lines: who comes first reads first.
 */
export function allocationImporter(
	about: { answers: readonly LoadedAnswer[]; markerIds: readonly string[]; times: 1 | 2 },
	readers: Allocated
): Importer<Line, null> {
	const { answers, markerIds, times } = about;
	return {
		sheet: allocationSheet,
		schema: line,
		// Asked by whoever holds the plan.
		authorize: () => {},
		check: async (ctx, lines) => {
			const markers = await markersByNumber(ctx.db, markerIds);
			return lines.map(({ input: { employeeNo, question, code } }) => {
				const problems: Problem[] = [];
				const no = (field: string | null, code: Problem['code'], params?: Problem['params']) =>
					problems.push({ field, code, ...(params ? { params } : {}) });
				const marker = markers.get(employeeNo);
				if (!marker) no('employeeNo', 'marking.file.no_marker');
				const meant = answers.filter((one) => (code ? one.code === code : one.question === question));
				if (!code && !question) no('question', 'app.field.required');
				else if (!meant.length) no(code ? 'code' : 'question', 'marking.file.unknown');
				else if (code && question && meant[0]!.question !== question)
					no('question', 'marking.file.other_question');
				for (const answer of marker && !problems.length ? meant : []) {
					const known = readers.get(answer.id) ?? [];
					if (known.includes(marker!.id)) no(null, 'marking.file.twice', { code: answer.code });
					else if (known.length >= times) no(null, 'marking.file.enough', { code: answer.code });
					else if (!mayRead(answer, marker!.id, readers, times))
						no('employeeNo', 'marking.file.recused', { code: answer.code });
					else readers.set(answer.id, [...known, marker!.id]);
					if (problems.length) break;
				}
				return { about: marker?.name ?? null, command: null, problems };
			});
		},
		enter: async () => {}
	};
}

async function markersByNumber(db: Database, ids: readonly string[]) {
	if (!ids.length) return new Map<string, { id: string; name: string }>();
	const rows = await db
		.select({ id: people.id, name: people.name, employeeNo: people.employeeNo })
		.from(people)
		.where(inArray(people.id, [...ids]));
	return new Map(rows.map(({ employeeNo, ...row }) => [employeeNo.toUpperCase(), row]));
}
