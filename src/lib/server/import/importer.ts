import type { z } from 'zod';
import { Refusal } from '$lib/shared/errors';
import { fieldErrors, formToObject } from '$lib/shared/form';
import type { ImportFile, Imported, Preview, PreviewLine, Problem } from '$lib/shared/import';
import type { Context } from '../context';
import { inWords, languages, readSheet, wordsOf, type Sheet } from './sheet';

/** A line whose fields are what they should be. */
export interface ReadLine<L> {
	line: number;
	input: L;
}

/** What becomes of a line: what is entered, or why nothing is. */
export interface CheckedLine<C> {
	about: string | null;
	command: C | null;
	problems: Problem[];
}

/** How one kind of fact comes in by file. */
export interface Importer<L, C> {
	sheet: Sheet;
	schema: z.ZodType<L>;
	/** Throws unless the reader may import anything at all. */
	authorize(ctx: Context): void | Promise<void>;
	/** Looks at all lines at once: people, what is known already, what stands twice. One answer for each, in order. */
	check(ctx: Context, lines: readonly ReadLine<L>[]): Promise<CheckedLine<C>[]>;
	/** Enters one: a command with its own authorisation, transaction and audit. */
	enter(ctx: Context, command: C): Promise<unknown>;
}

/** How many lines without a problem, and with one, a preview shows. */
const SHOWN = { ready: 50, refused: 200 };

interface Looked<C> extends PreviewLine {
	command: C | null;
}

async function look<L, C>(ctx: Context, importer: Importer<L, C>, text: string) {
	await importer.authorize(ctx);
	const { lines, unknown } = await readSheet(importer.sheet, text, ctx.locale);
	const looked: Looked<C>[] = lines.map((line) => ({ ...line, about: null, command: null }));
	const read: (ReadLine<L> & { at: number })[] = [];
	looked.forEach(({ line, values, problems }, at) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(values)) form.set(name, value);
		const parsed = importer.schema.safeParse(formToObject(form));
		if (parsed.success) read.push({ line, input: parsed.data, at });
		else
			for (const [field, code] of Object.entries(fieldErrors(parsed.error))) problems.push({ field, code });
	});
	const checked = await importer.check(ctx, read);
	checked.forEach(({ about, command, problems }, index) => {
		const line = looked[read[index]?.at ?? -1];
		if (!line) return;
		line.about = about;
		line.problems.push(...problems);
		line.command = line.problems.length ? null : command;
	});
	return { looked, unknown };
}

/** What a file would do, line by line. Changes nothing. */
export async function previewImport<L, C>(
	ctx: Context,
	importer: Importer<L, C>,
	{ text }: ImportFile
): Promise<Preview> {
	const { looked, unknown } = await look(ctx, importer, text);
	const i18n = (await languages())[ctx.locale];
	const left = { ...SHOWN };
	const shown = looked
		.filter(({ problems }) => left[problems.length ? 'refused' : 'ready']-- > 0)
		.sort((a, b) => Number(b.problems.length > 0) - Number(a.problems.length > 0) || a.line - b.line);
	const ready = looked.filter(({ problems }) => !problems.length).length;
	return {
		text,
		columns: importer.sheet.columns.map(({ key, label }) => ({ key, label: wordsOf(i18n, label) })),
		unknown,
		ready,
		refused: looked.length - ready,
		lines: shown.map(({ line, values, about, problems }) => ({
			...{ line, about, problems },
			values: inWords(importer.sheet, values, i18n)
		})),
		more: looked.length - shown.length
	};
}

/**
 * Enters the lines of a file that have no problem, each by its own command: what one line refuses costs no other,
 * and a file that is sent twice finds its lines entered.
 */
export async function runImport<L, C>(
	ctx: Context,
	importer: Importer<L, C>,
	{ text }: ImportFile
): Promise<Imported> {
	const { looked } = await look(ctx, importer, text);
	let entered = 0;
	for (const { command } of looked) {
		if (command === null) continue;
		try {
			await importer.enter(ctx, command);
			entered++;
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
	}
	return { entered, left: looked.length - entered };
}

/** For each line, the line above it that says the same thing; null for the first. */
export function linesBefore<L>(
	lines: readonly ReadLine<L>[],
	keyOf: (input: L) => string
): (number | null)[] {
	const first = new Map<string, number>();
	return lines.map(({ line, input }) => {
		const key = keyOf(input);
		const before = first.get(key) ?? null;
		if (before === null) first.set(key, line);
		return before;
	});
}
