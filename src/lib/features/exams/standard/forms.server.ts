import { asc, eq, sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { papers } from '../../bank/tables.server';
import { standardItems } from '../tables.server';
import type { JudgedForm } from './angoff';

interface Asked {
	itemVersionId: string;
	/** The sealed paper; null where candidates have papers of their own. */
	paperId: string | null;
	marks: number;
	place: number;
}

/**
 * What judges of a sitting judge: the items of its sealed papers, in their order; where it names none, all items that stand on
 * candidates' own papers, as one form. Throws a conflict as long as those are not drawn.
 */
export async function listAsked(
	tx: Database,
	sitting: { id: string; preparedAt: Date | null; closesAt: Date },
	now: Date
): Promise<Asked[]> {
	const sealed = await rowsOf<Omit<Asked, 'place'>>(
		tx,
		sql`select i.item_version_id as "itemVersionId", i.paper_id as "paperId", i.marks from sitting_papers s
			join papers p on p.id = s.paper_id join paper_items i on i.paper_id = p.id
			where s.sitting_id = ${sitting.id} order by p.form, p.id, i.position`
	);
	if (sealed.length) return placed(sealed);
	if (!sitting.preparedAt && now < sitting.closesAt) throw conflict('standard.start.undrawn');
	// Questions of a case stay together.
	const drawn = await rowsOf<Omit<Asked, 'place'>>(
		tx,
		sql`select i.item_version_id as "itemVersionId", null as "paperId", max(i.marks) as marks from attempt_papers a
			join attempt_items i on i.attempt_id = a.id join item_versions v on v.id = i.item_version_id
			join items b on b.id = v.item_id where a.sitting_id = ${sitting.id}
			group by i.item_version_id, b.area, b.case_id, b.case_place, b.code
			order by b.area, b.case_id nulls first, b.case_place, b.code`
	);
	if (!drawn.length) throw conflict('standard.start.undrawn');
	return placed(drawn);
}

/** Numbers items in the order in which they are first met: one that stands on several forms is judged once. */
function placed(rows: readonly Omit<Asked, 'place'>[]): Asked[] {
	const places = new Map<string, number>();
	return rows.map((row) => {
		let place = places.get(row.itemVersionId);
		if (place === undefined) places.set(row.itemVersionId, (place = places.size + 1));
		return { ...row, place };
	});
}

/** Throws a conflict where a sitting asks something else by now than what its judges judge. */
export async function demandSame(
	tx: Database,
	studyId: string,
	sitting: Parameters<typeof listAsked>[1],
	now: Date
): Promise<void> {
	const judged = await tx.select().from(standardItems).where(eq(standardItems.studyId, studyId));
	const said = (rows: readonly Omit<Asked, 'place'>[]) =>
		rows
			.map(({ itemVersionId, paperId, marks }) => `${paperId} ${itemVersionId} ${marks}`)
			.sort()
			.join();
	if (said(judged) !== said(await listAsked(tx, sitting, now))) throw conflict('standard.sitting.changed');
}

/** The forms of a study, in the order of their names. */
export async function listForms(db: Database, studyId: string): Promise<JudgedForm[]> {
	const rows = await db
		.select({
			...{ itemId: standardItems.itemVersionId, marks: standardItems.marks },
			...{ paperId: standardItems.paperId, form: papers.form }
		})
		.from(standardItems)
		.leftJoin(papers, eq(papers.id, standardItems.paperId))
		.where(eq(standardItems.studyId, studyId))
		.orderBy(asc(papers.form), asc(standardItems.paperId), asc(standardItems.place));
	const forms = new Map<string | null, { form: string | null; items: { itemId: string; marks: number }[] }>();
	for (const { itemId, marks, paperId, form } of rows) {
		let one = forms.get(paperId);
		if (!one) forms.set(paperId, (one = { form, items: [] }));
		one.items.push({ itemId, marks });
	}
	return [...forms.values()];
}
