import { desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { languages } from '$lib/server/import';
import { csvLine } from '$lib/shared/csv';
import { notFound } from '$lib/shared/errors';
import type { Problem } from '../formats/parsed';
import type { Question } from '../question';
import { itemImports } from '../tables.server';
import { renderQuestion } from '../words.server';
import type { Alike, ImportedAbout, KeptPicture } from './model';
import { ownImport } from './own.server';

export const IMPORT_PAGE_SIZE = 25;
export const importFilterSchema = z.object({
	show: z.enum(['all', 'problems', 'fit', 'alike']).default('all').catch('all'),
	page: z.coerce.number().int().min(1).max(10_000).default(1).catch(1)
});
export type ImportFilter = z.output<typeof importFilterSchema>;

interface Row {
	position: number;
	line: number;
	code: string | null;
	question: Question | null;
	about: ImportedAbout;
	problems: Problem[];
	likes: Alike[];
}

const filters = {
	all: sql`true`,
	problems: sql`problems <> '[]'::jsonb`,
	fit: sql`question is not null`,
	alike: sql`(likes <> '[]'::jsonb or about ? 'sameAs')`
};

/** The files that a person has brought, the newest first. */
export async function listImports(ctx: Context) {
	authorize(ctx.actor, 'bank.item.write');
	if (ctx.actor.kind !== 'person') return [];
	const rows = await ctx.db
		.select({
			id: itemImports.id,
			fileName: itemImports.fileName,
			status: itemImports.status,
			createdAt: itemImports.createdAt
		})
		.from(itemImports)
		.where(eq(itemImports.personId, ctx.actor.personId))
		.orderBy(desc(itemImports.createdAt))
		.limit(10);
	return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** One's own file as it was understood: how many fit, and a page of its questions with their problems. */
export async function getImport(ctx: Context, importId: string, { show, page }: ImportFilter) {
	const { defaults: _own, summary, createdAt, ...found } = await ownImport(ctx, ctx.db, importId);
	const [counts] = await rowsOf<Record<'all' | 'problems' | 'fit' | 'alike' | 'taken' | 'next', number>>(
		ctx.db,
		sql`select count(*)::int as all, count(*) filter (where ${filters.problems})::int as problems,
				count(*) filter (where ${filters.fit})::int as fit, count(*) filter (where ${filters.alike})::int as alike,
				count(*) filter (where question is not null and about @> '{"taken": true}')::int as taken,
				count(*) filter (where question is not null and about @> '{"taken": true}' and code is not null)::int as next
			from imported_questions where import_id = ${importId}::uuid`
	);
	const rows = await rowsOf<Row>(
		ctx.db,
		sql`select position, line, code, question, about, problems, likes from imported_questions
			where import_id = ${importId}::uuid and ${filters[show]} order by position
			limit ${IMPORT_PAGE_SIZE} offset ${(page - 1) * IMPORT_PAGE_SIZE}`
	);
	const pictures = new Map((summary?.pictures ?? []).map((one) => [one.name, one]));
	return {
		...found,
		createdAt: createdAt.toISOString(),
		fault: summary?.fault ?? null,
		problems: summary?.problems ?? [],
		unknown: summary?.unknown ?? [],
		otherCases: summary?.otherCases ?? [],
		pictures: pictures.size,
		result: summary?.result ?? null,
		counts: counts!,
		show,
		questions: rows.map((row) => shownRow(row, importId, pictures)),
		...{ page, pageSize: IMPORT_PAGE_SIZE, total: counts![show] }
	};
}
export type ImportPreview = Awaited<ReturnType<typeof getImport>>;

function shownRow(
	{ question, about, ...row }: Row,
	importId: string,
	pictures: ReadonlyMap<string, KeptPicture>
) {
	const picture = (name: string) => {
		const kept = pictures.get(name);
		return (
			kept && {
				address: `/staff/items/import/${importId}/picture?name=${encodeURIComponent(name)}`,
				...(kept.width && { width: kept.width }),
				...(kept.height && { height: kept.height })
			}
		);
	};
	const {
		name,
		file,
		taken,
		same,
		sameAs,
		left,
		case: inCase,
		tags,
		area,
		level,
		difficulty,
		seconds,
		use
	} = about;
	return {
		...row,
		...{
			name,
			file: file ?? null,
			taken,
			same: same ?? false,
			sameAs: sameAs ?? null,
			left: left ?? null,
			inCase: inCase ?? null
		},
		said: { tags, area, level, difficulty, seconds, use },
		question: question && renderQuestion(question, { version: null, picture })
	};
}

/** A picture of one's own file, before it is confirmed. */
export async function getImportPicture(ctx: Context, importId: string, name: string) {
	const { summary } = await ownImport(ctx, ctx.db, importId);
	const kept = summary?.pictures.find((one) => one.name === name);
	if (!kept) throw notFound();
	const [found] = await rowsOf<{ bytes: Uint8Array }>(
		ctx.db,
		sql`select substring(source from ${kept.at + 1}::int for ${kept.size}::int) as bytes
			from item_imports where id = ${importId}::uuid and source is not null`
	);
	if (!found) throw notFound();
	return { mime: kept.mime, bytes: new Uint8Array(found.bytes) };
}

/** What stayed out of a confirmed file with the reasons, as CSV in the reader's language. */
export async function exportLeftOut(ctx: Context, importId: string): Promise<string> {
	await ownImport(ctx, ctx.db, importId);
	const rows = await rowsOf<Pick<Row, 'line' | 'about' | 'problems' | 'likes'>>(
		ctx.db,
		sql`select line, about, problems, likes from imported_questions where import_id = ${importId}::uuid order by position`
	);
	const { t } = (await languages())[ctx.locale];
	const head = (['line', 'name', 'why', 'problems', 'alike'] as const).map((one) =>
		t(`staffBankImport.import.csv.${one}`)
	);
	const problem = ({ code, what }: Problem) =>
		`${t(`staffBankImport.problem.${code}`)}${what === undefined ? '' : `: ${what}`}`;
	const lines = rows.map(({ line, about, problems, likes }) => [
		...[line, about.name, about.left ? t(`staffBankImport.left.${about.left}`) : ''],
		...[problems.map(problem).join('; '), likes.map(({ code }) => code).join(', ')]
	]);
	return `\uFEFF${[head, ...lines].map((line) => csvLine(line)).join('')}`;
}
