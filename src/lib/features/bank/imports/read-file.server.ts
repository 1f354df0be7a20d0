import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { canonicalJson } from '$lib/shared/json';
import type { ParsedFile, ParsedQuestion } from '../formats/parsed';
import { importedQuestions, itemImports } from '../tables.server';
import { checkedQuestion } from './check';
import { known } from './known.server';
import type { ImportDefaults, ImportSummary } from './model';
import { rowsFor, type Row } from './rows.server';
import { openFile, Unreadable } from './open.server';
import { keepPictures, materialPictures } from './pictures.server';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Reads a file of questions that somebody brought. */
		'bank.import.read': { importId: string };
	}
}

/** Reading takes no longer than this: what is not through by then has failed. */
const MOST_MS = 10 * 60_000;
/** What a second run puts in place of what the first one kept. */
const REPLACED = Object.values(getTableColumns(importedQuestions))
	.filter(({ name }) => name !== 'import_id' && name !== 'position')
	.map(({ name }) => `"${name}" = excluded."${name}"`)
	.join(', ');

/**
 * Reads a file into its preview. Run again it starts anew; one that is read, dropped or out of time changes nothing. A
 * file that cannot be read says why.
 */
export async function readImport(ctx: Context, { importId }: { importId: string }): Promise<void> {
	const [found] = await ctx.db.select().from(itemImports).where(eq(itemImports.id, importId));
	if (found?.status !== 'reading' || !found.source) return;
	const give = (summary: Partial<ImportSummary>) =>
		finish(
			ctx,
			importId,
			{ status: 'failed', source: null },
			{ problems: [], cases: [], pictures: [], ...summary }
		);
	// A second try: the first one took the process with it.
	if (ctx.now.getTime() - found.createdAt.getTime() > MOST_MS) return give({ fault: { code: 'failed' } });
	const defaults = found.defaults as ImportDefaults;
	try {
		const { name, bytes } = { name: found.fileName, bytes: found.source };
		const file = await openFile({ name, bytes, format: defaults.format, locale: defaults.language });
		const questions = file.questions.map(checkedQuestion);
		const { kept, bytes: pictures, bad } = await keepPictures(file, questions);
		noteLostPictures(questions, file, bad);
		const items = await known(
			ctx.db,
			questions.map(({ name }) => name)
		);
		await keepRows(ctx.db, importId, rowsFor(ctx.db, importId, questions, items));
		const cases = file.cases ?? [];
		const summary: ImportSummary = {
			...{ problems: file.problems.slice(0, 50), cases, pictures: kept },
			...(file.unknown?.length && { unknown: file.unknown.slice(0, 50) }),
			otherCases: await otherwiseWorded(ctx.db, cases)
		};
		await finish(ctx, importId, { status: 'read', source: pictures, format: file.format }, summary);
	} catch (error) {
		if (!(error instanceof Unreadable))
			log.error({ err: error, import: importId }, 'reading questions failed');
		const fault = error instanceof Unreadable ? error : new Unreadable('failed');
		await give({ fault: { code: fault.code, ...(fault.what && { what: fault.what }) } });
	}
}

function noteLostPictures(
	questions: ParsedQuestion[],
	{ pictures: came, cases = [] }: ParsedFile,
	bad: ReadonlySet<string>
): void {
	const inCases = new Map(
		cases.map((one) => [one.code, materialPictures(one).filter((name) => bad.has(name))])
	);
	for (const { pictures, problems, line, case: group = '' } of questions)
		for (const what of [...pictures, ...(inCases.get(group) ?? [])])
			if (
				(bad.has(what) || !came.has(what)) &&
				!problems.some((one) => one.code === 'noPicture' && one.what === what)
			)
				problems.push({ code: 'noPicture', line, what, minor: true });
}

async function otherwiseWorded(db: Database, cases: NonNullable<ParsedFile['cases']>): Promise<string[]> {
	if (!cases.length) return [];
	const rows = await rowsOf<{ code: string; title: unknown; material: unknown }>(
		db,
		sql`select distinct on (c.code) c.code, v.title, v.material from item_cases c join case_versions v on v.case_id = c.id
			where c.code in ${cases.map(({ code }) => code)} order by c.code, v.version desc`
	);
	return rows.flatMap(({ code, title, material }) => {
		const own = cases.find((one) => one.code === code)!;
		const isSilent = !Object.keys(own.material).length && !Object.keys(own.title).length;
		return isSilent || canonicalJson([own.title, own.material]) === canonicalJson([title, material])
			? []
			: code;
	});
}

/**
 * Keeps the rows of a file that is still being read, each few while the next are made ready. Not in one transaction: nobody
 * is shown them before `finish`, and a second run puts its own in their place.
 */
async function keepRows(db: Database, importId: string, all: AsyncIterable<readonly Row[]>): Promise<void> {
	let written: Promise<unknown> = Promise.resolve();
	for await (const rows of all) {
		const text = JSON.stringify(rows);
		await written;
		written = db
			.execute(
				sql`insert into imported_questions
					select n.* from jsonb_populate_recordset(null::imported_questions, ${text}::text::jsonb) n
					where exists (select from item_imports where id = ${importId}::uuid and status = 'reading')
					on conflict (import_id, position) do update set ${sql.raw(REPLACED)}`
			)
			.then((done) => done);
		// Whoever waits for it hears of it; nobody else does.
		written.catch(() => {});
	}
	await written;
}

/** No audit: nothing is in the bank yet. */
async function finish(
	ctx: Context,
	importId: string,
	set: Partial<typeof itemImports.$inferInsert>,
	summary: ImportSummary
): Promise<void> {
	await withTransaction(ctx, async (tx) => {
		const changed = await tx
			.update(itemImports)
			.set({ ...set, summary })
			.where(and(eq(itemImports.id, importId), eq(itemImports.status, 'reading')))
			.returning({ id: itemImports.id });
		if (changed.length && set.status === 'failed')
			await tx.delete(importedQuestions).where(eq(importedQuestions.importId, importId));
	});
}
