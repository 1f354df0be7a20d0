import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { ContentError, shown } from '$lib/content/content-error.server';
import { env } from '$lib/server/env';
import { bankSheet, faultBetween, type BankCase, type BankEntry } from './content';

/**
 * Every question and case of `content/bank`, one file for an area, in the order of the files. Throws with file, place and
 * reason for one that is not as it must be.
 */
export function loadBank(dir = join(env.contentDir, 'bank')): { cases: BankCase[]; items: BankEntry[] } {
	const sheets = readdirSync(dir)
		.filter((file) => file.endsWith('.yaml'))
		.sort()
		.map((file) => readSheet(join(dir, file)));
	const cases = sheets.flatMap((sheet) => sheet.cases);
	const items = sheets.flatMap((sheet) => sheet.items);
	const fault = faultBetween(cases, items);
	if (fault) throw new ContentError(`${shown(dir)}: ${fault}`);
	return { cases, items };
}

function readSheet(path: string) {
	const parsed = bankSheet.safeParse(readYaml(path));
	if (!parsed.success) {
		const [issue] = parsed.error.issues;
		throw new ContentError(`${shown(path)}: ${issue?.path.join('.') || 'file'}: ${issue?.message}`);
	}
	if (parsed.data.area !== basename(path, '.yaml')) {
		throw new ContentError(`${shown(path)}: area must be ${basename(path, '.yaml')}`);
	}
	return parsed.data;
}

function readYaml(path: string): unknown {
	try {
		return parse(readFileSync(path, 'utf8'));
	} catch (error) {
		throw new ContentError(`${shown(path)}: ${error instanceof Error ? error.message : String(error)}`);
	}
}
