import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { parse } from 'yaml';
import { z } from 'zod';
import { authorize } from '$lib/access/can';
import { readRulesFiles, type RulesFile } from '$lib/content/mentoring-rules.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { newId } from '$lib/shared/ids';
import { mentoringRulesSheet, type MentoringRules } from '../policy';
import { mentoringRules } from '../tables.server';

/**
 * Publishes the rules of `content/mentoring/<effective date>.yaml` that are not published yet. A file that cannot stand
 * is refused with its name and reason; one that was edited after its publication changes nothing, and the log says so.
 * `check` looks at what only features above can read (who may mentor).
 */
export async function publishRules(
	ctx: Context,
	check: (rules: MentoringRules, file: string) => void = () => {},
	files: RulesFile[] = readRulesFiles()
): Promise<{ published: number }> {
	authorize(ctx.actor, 'tiers.policy.publish');
	const sheets = files.map((file) => ({ ...file, rules: readRules(file) }));
	for (const { rules, name } of sheets) check(rules, name);
	return withTransaction(ctx, async (tx) => {
		let published = 0;
		for (const { name, text, rules } of sheets) {
			const { effectiveFrom } = rules;
			const sha256 = createHash('sha256').update(text).digest('hex');
			const row = { id: newId(ctx.now), effectiveFrom, content: rules, sha256, publishedAt: ctx.now };
			const [inserted] = await tx
				.insert(mentoringRules)
				.values(row)
				.onConflictDoNothing()
				.returning({ id: mentoringRules.id });
			if (inserted) {
				published++;
				await recordAudit(tx, ctx, {
					action: 'mentoring.rules.publish',
					subject: { type: 'mentoringRules', id: inserted.id },
					after: { effectiveFrom, sha256 }
				});
				continue;
			}
			const [known] = await tx
				.select({ sha256: mentoringRules.sha256 })
				.from(mentoringRules)
				.where(eq(mentoringRules.effectiveFrom, effectiveFrom));
			if (known?.sha256 !== sha256)
				log.error({ file: name }, 'published rules were edited on disk; the published ones stay in force');
		}
		return { published };
	});
}

function readRules({ name, text }: RulesFile): MentoringRules {
	const sheet = mentoringRulesSheet.safeParse(parse(text, { maxAliasCount: 0 }));
	if (!sheet.success) throw new Error(`${name}: ${z.prettifyError(sheet.error)}`);
	const expected = `mentoring/${sheet.data.effectiveFrom}.yaml`;
	if (name !== expected) throw new Error(`${name}: the file must be named ${expected}`);
	return sheet.data;
}
