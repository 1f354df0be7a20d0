import { eq, sql } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { storeFile, takeBytes } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import { brokenConstraint, withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { picturesOf } from '../formats/markdown';
import { casesFor } from '../imports/cases.server';
import { codesFor } from '../imports/codes.server';
import { known, type KnownItem } from '../imports/known.server';
import { personOf, aboutFor, type TakenQuestion } from '../imports/merge';
import type { ImportSummary, LeftWhy } from '../imports/model';
import { ownImport } from '../imports/own.server';
import type { OfImport } from '../imports/schema';
import { withWords } from '../imports/words.server';
import { storeItems } from '../store.server';
import { itemImports } from '../tables.server';

export interface ConfirmedImport {
	created: number;
	changed: number;
	left: number;
}

/**
 * Takes the chosen questions of one's own file into the bank as drafts, all in one transaction. A code of the bank gets
 * its next version only if the item is still as it was when the file was read. Confirmed once, it is not taken again.
 * No authorisation: `ownImport` asks it.
 */
export async function confirmImport(ctx: Context, { importId }: OfImport): Promise<ConfirmedImport> {
	try {
		return await withTransaction(ctx, (tx) => confirm(ctx, tx, importId));
	} catch (error) {
		const broken = brokenConstraint(error);
		if (broken !== 'items_code_unique' && broken !== 'item_cases_code_unique') throw error;
		throw conflict('staffBankImport.code_taken');
	}
}

async function confirm(ctx: Context, tx: Database, importId: string): Promise<ConfirmedImport> {
	const { status, summary, defaults, fileName } = await ownImport(ctx, tx, importId, { lock: true });
	if (status === 'confirmed' && summary?.result) return summary.result;
	if (status !== 'read' || !summary) throw conflict('staffBankImport.not_read');
	const taken = await rowsOf<TakenQuestion>(
		tx,
		sql`select position, code, revision, about, question->>'type' as type from imported_questions
			where import_id = ${importId}::uuid and question is not null and about @> '{"taken": true}' order by position`
	);
	const items = await known(
		tx,
		taken.map(({ code }) => code ?? ''),
		{ lock: true }
	);
	const isChanged = ({ code, revision }: TakenQuestion) => {
		const item = code ? items.get(code) : undefined;
		return code !== null && (!item || item.revision !== revision || item.status === 'retired');
	};
	const changed = taken.filter(isChanged);
	const entering = taken.filter((one) => !isChanged(one));
	const pictures = await storePictures(ctx, tx, importId, summary, entering);
	const wanted = new Set(entering.flatMap(({ about }) => about.case ?? []));
	const cases = await casesFor(tx, ctx.now, summary.cases, wanted, pictures);
	const fresh = entering
		.filter(({ code }) => code === null)
		.map((one) => ({ name: one.about.name, area: one.about.area ?? defaults.area }));
	const codes = await codesFor(tx, fresh);
	const by = personOf(ctx);
	const created: string[] = [];
	const next: string[] = [];
	const itemOf = (one: TakenQuestion) => {
		const old = one.code === null ? undefined : items.get(one.code);
		const shown = one.about.pictures.filter((name) => pictures[name]);
		const code = old?.code ?? codes[created.length]!;
		(old ? next : created).push(code);
		return {
			...{ id: old?.id ?? newId(ctx.now), code, setterId: by },
			...{ version: (old?.version ?? 0) + 1, revision: (old?.revision ?? 0) + 1 },
			createdAt: old ? new Date(old.createdAt) : ctx.now,
			about: aboutFor(one, defaults, old),
			case: placeOf(one, old, cases),
			pictures: { ...old?.pictures, ...Object.fromEntries(shown.map((name) => [name, pictures[name]!])) }
		};
	};
	await storeItems(tx, ctx.now, withWords(tx, importId, entering, itemOf), by);
	const left = await leave(tx, importId, entering, changed);
	const result = { created: created.length, changed: next.length, left };
	await tx
		.update(itemImports)
		.set({
			status: 'confirmed',
			source: null,
			confirmedAt: ctx.now,
			summary: { ...summary, pictures: [], result }
		})
		.where(eq(itemImports.id, importId));
	if (entering.length)
		await recordAudit(tx, ctx, {
			action: 'bank.item.import',
			subject: { type: 'item_import', id: importId },
			after: { fileName, created, changed: next, left }
		});
	return result;
}

function placeOf(
	one: TakenQuestion,
	old: KnownItem | undefined,
	cases: Awaited<ReturnType<typeof casesFor>>
) {
	const own = one.about.case ? cases.get(one.about.case) : undefined;
	if (own && own.id !== old?.caseId) return { id: own.id, versionId: own.versionId, place: ++own.last };
	if (!old?.caseId || !old.caseVersionId) return null;
	return { id: old.caseId, versionId: own?.versionId ?? old.caseVersionId, place: old.casePlace ?? 1 };
}

/** Keeps the pictures that the questions and their cases show; gives their ids by name. */
async function storePictures(
	ctx: Context,
	tx: Database,
	importId: string,
	{ pictures, cases }: ImportSummary,
	entering: readonly TakenQuestion[]
): Promise<Record<string, string>> {
	const inCases = cases.flatMap(({ material }) =>
		Object.values(material).flatMap((text) => picturesOf(text ?? ''))
	);
	const shown = new Set([...entering.flatMap(({ about }) => about.pictures), ...inCases]);
	const ids: Record<string, string> = {};
	for (const { name, at, size } of pictures.filter((one) => shown.has(one.name))) {
		const [found] = await rowsOf<{ bytes: Uint8Array }>(
			tx,
			sql`select substring(source from ${at + 1}::int for ${size}::int) as bytes from item_imports where id = ${importId}::uuid`
		);
		const upload = takeBytes(new Uint8Array(found!.bytes), ['picture']);
		ids[name] = (await storeFile(tx, ctx, { name, upload })).id;
	}
	return ids;
}

/** Notes of what stays out why it does, and forgets what has entered; gives how many stay out. */
async function leave(
	tx: Database,
	importId: string,
	entering: readonly TakenQuestion[],
	changed: readonly TakenQuestion[]
): Promise<number> {
	const positions = (list: readonly TakenQuestion[]) => JSON.stringify(list.map(({ position }) => position));
	const among = (list: readonly TakenQuestion[]) =>
		sql`q.position in (select n::int from jsonb_array_elements_text(${positions(list)}::text::jsonb) n)`;
	const why = (reason: LeftWhy) => sql`${reason}::text`;
	await tx.execute(
		sql`delete from imported_questions q where q.import_id = ${importId}::uuid and ${among(entering)}`
	);
	const rows = await rowsOf(
		tx,
		sql`update imported_questions q set question = null, about = jsonb_set(q.about, '{left}', to_jsonb(case
				when q.question is null then ${why('problems')} when ${among(changed)} then ${why('changed')}
				when q.about ? 'same' then ${why('same')} when q.likes <> '[]'::jsonb then ${why('alike')}
				else ${why('chosen')} end))
			where q.import_id = ${importId}::uuid returning 1`
	);
	return rows.length;
}
