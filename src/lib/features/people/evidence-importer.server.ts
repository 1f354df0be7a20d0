import { and, eq, inArray, isNull } from 'drizzle-orm';
import { authorizeAnywhere, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { linesBefore, type Importer } from '$lib/server/import';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { canonicalJson } from '$lib/shared/json';
import type { z } from 'zod';
import { recordEvidence } from './commands/record-evidence.server';
import { evidenceLine, isSensitive, type EvidenceKind, type RecordEvidence } from './evidence';
import { evidenceSheet } from './evidence-sheet.server';
import { namedPeople } from './import.server';
import { checkEvidenceDates } from './rules';
import { evidence, evidenceRetractions } from './tables.server';

type Line = z.output<ReturnType<typeof evidenceLine>>;

const sameness = (who: string, validFrom: IsoDate, data: unknown): string =>
	`${who} ${validFrom} ${canonicalJson(data)}`;

/** How evidence of one kind comes in by file: a line as the form would take it. */
export function evidenceImporter(kind: EvidenceKind): Importer<Line, RecordEvidence> {
	return {
		sheet: evidenceSheet(kind),
		schema: evidenceLine(kind),
		authorize(ctx) {
			authorizeAnywhere(ctx.actor, 'people.evidence.record');
		},
		async check(ctx, lines) {
			const nameOf = await namedPeople(
				ctx,
				'people.evidence.record',
				lines.map(({ input }) => input.employeeNo)
			);
			const named = lines.map(({ input }) => nameOf(input.employeeNo));
			const known = await recorded(
				ctx,
				kind,
				named.flatMap(({ person }) => person?.id ?? [])
			);
			const before = linesBefore(lines, ({ employeeNo, validFrom, data }) =>
				sameness(employeeNo, validFrom, data)
			);
			return lines.map(({ input }, at) => {
				const { person, problem } = named[at]!;
				if (!person) return { about: null, command: null, problems: [problem] };
				const { id: personId, name, unitPath } = person;
				const problems = [];
				const sensitive = can(ctx.actor, 'people.sensitive.read', { personId, unitPath }).ok;
				if (isSensitive(kind) && !sensitive) {
					problems.push({ field: 'employeeNo', code: 'app.import.outside' as const });
				}
				const impossible = checkEvidenceDates({ ...input, kind }, person, dateIn(ctx.now));
				if (impossible) problems.push(impossible);
				const line = before[at];
				if (line) problems.push({ field: null, code: 'app.import.twice' as const, params: { line } });
				else if (known.has(sameness(personId, input.validFrom, input.data))) {
					problems.push({ field: null, code: 'people.evidence.duplicate' as const });
				}
				const { validFrom, validTo, data } = input;
				const command = { personId, kind, validFrom, validTo, data } as RecordEvidence;
				return { about: name, command, problems };
			});
		},
		enter: recordEvidence
	};
}

/** What is recorded of a kind for people already. */
async function recorded(ctx: Context, kind: EvidenceKind, personIds: string[]): Promise<Set<string>> {
	if (!personIds.length) return new Set();
	const rows = await ctx.db
		.select({ personId: evidence.personId, validFrom: evidence.validFrom, data: evidence.data })
		.from(evidence)
		.leftJoin(evidenceRetractions, eq(evidenceRetractions.evidenceId, evidence.id))
		.where(
			and(
				eq(evidence.kind, kind),
				inArray(evidence.personId, [...new Set(personIds)]),
				isNull(evidenceRetractions.evidenceId)
			)
		);
	return new Set(rows.map(({ personId, validFrom, data }) => sameness(personId, validFrom, data)));
}
