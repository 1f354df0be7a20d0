import { inArray } from 'drizzle-orm';
import { readWholeFile } from '$lib/features/files/index.server';
import type { Locale } from '$lib/i18n/locales';
import type { Database } from '$lib/server/db/database';
import { csvOf, xlsxOf } from '$lib/server/sheets';
import { zipOf } from '$lib/server/zip-write';
import { files } from '../../files/tables.server';
import { writeAiken } from '../formats/aiken';
import { writeGift } from '../formats/gift/write';
import { writeMoodleXml } from '../formats/moodle-xml/write';
import { writeQtiPackage } from '../formats/qti/write-package';
import { writeSheet } from '../formats/sheet/sheet';
import type { Omission } from '../formats/written';
import { hasPictures, omittedBy, withOwnNames, type ExportFormat, type Outgoing } from './export';
import { guarded, XLSX } from './template.server';

export interface WrittenFile {
	bytes: Uint8Array;
	mime: string;
	ending: string;
	/** Of the questions, by their place in the list. */
	omissions: Omission[];
}

interface Options {
	format: ExportFormat;
	/** Of formats that hold one; of the heads of tables. */
	language: Locale;
	title: string;
}

/** Questions as a file of a format, with what it does not hold. */
export async function writeFile(
	db: Database,
	outgoing: readonly Outgoing[],
	{ format, language, title }: Options
): Promise<WrittenFile> {
	const own = omittedBy(format, outgoing);
	const out = new Set(own.filter(({ minor }) => !minor).map(({ index }) => index));
	const { questions, ids } = withOwnNames(outgoing);
	const kept = questions.filter((_one, index) => !out.has(index));
	const places = questions.flatMap((_one, index) => (out.has(index) ? [] : index));
	const pictures = hasPictures(format) ? await picturesOf(db, ids) : new Map<string, Uint8Array>();
	const done = (content: string | Uint8Array, mime: string, ending: string, omissions: Omission[] = []) => ({
		bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
		...{ mime, ending },
		omissions: [...own, ...omissions.map((one) => ({ ...one, index: places[one.index]! }))]
	});
	const text = 'text/plain; charset=utf-8';
	switch (format) {
		case 'gift': {
			const written = writeGift(kept, language);
			return done(written.text, text, 'gift', written.omissions);
		}
		case 'aiken': {
			const written = writeAiken(kept, language);
			return done(written.text, text, 'txt', written.omissions);
		}
		case 'moodleXml': {
			const written = writeMoodleXml(kept, language, pictures);
			return done(written.text, 'text/xml; charset=utf-8', 'xml', written.omissions);
		}
		case 'qti21':
		case 'qti30': {
			const version = format === 'qti21' ? '2.1' : '3.0';
			return done(
				zipOf(writeQtiPackage(kept, pictures, { locale: language, version, title })),
				'application/zip',
				'zip'
			);
		}
		case 'xlsx': {
			const table = { name: title, ...writeSheet(kept, language) };
			return done(await xlsxOf([table]), XLSX, 'xlsx');
		}
		case 'csv': {
			const { head, rows } = writeSheet(kept, language);
			return done(csvOf({ name: title, head, rows: guarded(rows) }), 'text/csv; charset=utf-8', 'csv');
		}
	}
}

async function picturesOf(db: Database, ids: ReadonlyMap<string, string>): Promise<Map<string, Uint8Array>> {
	const found = ids.size
		? await db
				.select({ id: files.id, size: files.size })
				.from(files)
				.where(inArray(files.id, [...new Set(ids.values())]))
		: [];
	const sizes = new Map(found.map(({ id, size }) => [id, size]));
	const pictures = new Map<string, Uint8Array>();
	for (const [name, id] of ids) {
		const size = sizes.get(id);
		if (size !== undefined) pictures.set(name, await readWholeFile(db, { id, size }));
	}
	return pictures;
}
