import { inArray, sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { Refusal } from '$lib/shared/errors';
import type { ErrorCode } from '$lib/i18n/codes';
import type { Blueprint } from './assembly/blueprint';
import type { BlueprintContent } from './blueprint-content';
import { contentOf, type BlueprintForm } from './blueprint-schema';
import { items, itemVersions, paperItems } from './tables.server';

/** A blueprint as papers are made by it: the earlier papers that it names, with their items. */
export async function resolveBlueprint(db: Database, content: BlueprintContent): Promise<Blueprint> {
	if (!content.earlier?.papers.length) return { ...content, earlier: null };
	const rows = await db
		.select({ paperId: paperItems.paperId, itemId: itemVersions.itemId })
		.from(paperItems)
		.innerJoin(itemVersions, sql`${itemVersions.id} = ${paperItems.itemVersionId}`)
		.where(inArray(paperItems.paperId, content.earlier.papers));
	const papers = content.earlier.papers.map((paper) =>
		rows.filter(({ paperId }) => paperId === paper).map(({ itemId }) => itemId)
	);
	return { ...content, earlier: { papers, most: content.earlier.most } };
}

/** The codes of items by their ids. */
export async function codesOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
	if (!ids.length) return new Map();
	const rows = await db
		.select({ id: items.id, code: items.code })
		.from(items)
		.where(inArray(items.id, [...new Set(ids)]));
	return new Map(rows.map(({ id, code }) => [id, code]));
}

/**
 * A form as a blueprint. Refused, at its field, where a code names no item; `lenient` leaves such a code out, as counts
 * while somebody types do.
 */
export async function readBlueprintForm(
	db: Database,
	code: string,
	form: BlueprintForm,
	lenient = false
): Promise<BlueprintContent> {
	const named = [...form.required, ...form.forbidden];
	const rows = named.length
		? await db
				.select({ id: items.id, code: items.code })
				.from(items)
				.where(inArray(items.code, [...new Set(named)]))
		: [];
	const ids = new Map(rows.map(({ id, code }) => [code, id]));
	const known = (list: string[]) => list.filter((one) => ids.has(one));
	if (!lenient) {
		const faults: Record<string, ErrorCode> = {};
		const unknown = (list: string[]) => list.filter((one) => !ids.has(one)).join(', ');
		const params = {
			codes: unknown(form.required),
			others: unknown(form.forbidden),
			both: form.required.filter((one) => form.forbidden.includes(one)).join(', ')
		};
		if (params.codes) faults['required'] = 'bank.blueprint.no_item';
		if (params.both) faults['forbidden'] = 'bank.blueprint.both';
		if (params.others) faults['forbidden'] = 'bank.blueprint.no_others';
		if (Object.keys(faults).length) throw new Refusal('invalid', 'app.form', params, faults);
	}
	const readable = { ...form, required: known(form.required), forbidden: known(form.forbidden) };
	return contentOf(code, readable, (one) => ids.get(one)!);
}
