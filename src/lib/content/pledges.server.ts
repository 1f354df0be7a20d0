import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { env } from '$lib/server/env';

const both = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });

/** `content/pledges/<code>.yaml`: a commitment letter, in Markdown in both languages. */
const pledgeSheet = z.strictObject({
	code: z.string().regex(/^[a-z][a-zA-Z0-9]*$/),
	version: z.int().min(1),
	/** How long a signature holds; null: without end. */
	validMonths: z.int().min(1).max(600).nullable(),
	title: both,
	'zh-CN': z.string().trim().min(1),
	en: z.string().trim().min(1)
});
export type PledgeSheet = z.output<typeof pledgeSheet>;

/** Every commitment letter of content/. A file that cannot stand is refused with its name and reason. */
export function readPledges(folder = join(env.contentDir, 'pledges')): PledgeSheet[] {
	return readdirSync(folder)
		.filter((name) => name.endsWith('.yaml'))
		.sort()
		.map((name) => {
			const sheet = pledgeSheet.safeParse(parse(readFileSync(join(folder, name), 'utf8')));
			if (!sheet.success) throw new Error(`pledges/${name}: ${z.prettifyError(sheet.error)}`);
			if (name !== `${sheet.data.code}.yaml`) throw new Error(`pledges/${name}: says ${sheet.data.code}`);
			return sheet.data;
		});
}
