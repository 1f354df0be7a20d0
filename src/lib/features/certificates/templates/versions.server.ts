import { desc, eq, isNotNull, isNull } from 'drizzle-orm';
import { getFile, readWholeFile } from '$lib/features/files/index.server';
import type { Database } from '$lib/server/db/database';
import { FIRST_PAPER, type Paper } from '../paper/draw-certificate.server';
import { certificateTemplates } from '../tables.server';
import { filesOf } from './rules';

export type TemplateRow = typeof certificateTemplates.$inferSelect;

/** The version that certificates are printed on from now on; null before the first. */
export async function currentTemplate(db: Database): Promise<TemplateRow | null> {
	const [row] = await db
		.select()
		.from(certificateTemplates)
		.where(isNotNull(certificateTemplates.publishedAt))
		.orderBy(desc(certificateTemplates.version))
		.limit(1);
	return row ?? null;
}

/** Holds the version that is being worked on until the transaction ends. */
export async function holdDraft(tx: Database): Promise<TemplateRow | null> {
	const [row] = await tx
		.select()
		.from(certificateTemplates)
		.where(isNull(certificateTemplates.publishedAt))
		.for('update');
	return row ?? null;
}

/** The design with its pictures. */
export async function paperOf(db: Database, design: Paper['design']): Promise<Paper> {
	const pictures = new Map<string, Uint8Array>();
	for (const id of new Set(filesOf(design))) pictures.set(id, await readWholeFile(db, await getFile(db, id)));
	return { design, pictures };
}

/** Reads the papers of several certificates, by the version that is printed on them; each once. */
export function paperReader(db: Database): (version?: number) => Promise<Paper> {
	const read = new Map<number, Promise<Paper>>();
	const load = async (version: number): Promise<Paper> => {
		const [row] = await db
			.select()
			.from(certificateTemplates)
			.where(eq(certificateTemplates.version, version));
		if (!row) throw new Error(`There is no template ${version}.`);
		return paperOf(db, row.design);
	};
	return (version) => {
		if (version === undefined) return Promise.resolve(FIRST_PAPER);
		const paper = read.get(version) ?? load(version);
		read.set(version, paper);
		return paper;
	};
}
