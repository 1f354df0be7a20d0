import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { readPolicyFiles, type PolicyFile } from '$lib/content/policies.server';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { log } from '$lib/server/log';
import { newId } from '$lib/shared/ids';
import { parsePolicy, PolicyError } from '../policy/parse';
import type { Policy } from '../policy/types';
import { policyVersions } from '../tables.server';

/**
 * Publishes the grade standards of `content/policies/<ladder>/<effective-date>.yaml` that are not published yet.
 * Throws `PolicyError` with file, line and reason for one that cannot stand; then none of them is published. A
 * file that was edited after its publication changes nothing: the log says so, the published bytes stay in force.
 */
export async function publishPolicies(
	ctx: Context,
	files: PolicyFile[] = readPolicyFiles()
): Promise<{ published: number }> {
	authorize(ctx.actor, 'tiers.policy.publish');
	const parsed = files.map((file) => ({ ...file, policy: parseFile(file) }));
	return withTransaction(ctx, async (tx) => {
		let published = 0;
		for (const { name, text, policy } of parsed) {
			const { ladder, effectiveFrom } = policy;
			const sha256 = createHash('sha256').update(text).digest('hex');
			const row = {
				id: newId(ctx.now),
				ladder,
				effectiveFrom,
				yaml: text,
				content: policy,
				sha256,
				publishedAt: ctx.now
			};
			const [inserted] = await tx
				.insert(policyVersions)
				.values(row)
				.onConflictDoNothing()
				.returning({ id: policyVersions.id });
			if (inserted) {
				published++;
				// Concerns everybody: the action's name makes every instance evaluate anew.
				await recordAudit(tx, ctx, {
					action: 'tiers.policy.publish',
					subject: { type: 'policyVersion', id: inserted.id },
					after: { ladder, effectiveFrom, sha256 }
				});
				continue;
			}
			const [known] = await tx
				.select({ sha256: policyVersions.sha256, publishedBy: policyVersions.publishedBy })
				.from(policyVersions)
				.where(and(eq(policyVersions.ladder, ladder), eq(policyVersions.effectiveFrom, effectiveFrom)));
			if (known?.sha256 !== sha256) {
				log.error(
					{ file: name },
					known?.publishedBy
						? 'a policy file has the date of one that was published in the browser, which stays in force'
						: 'a published policy was edited on disk; the published version stays in force'
				);
			}
		}
		return { published };
	});
}

/** A file's place must agree with what it says, or people would look for a version where it is not. */
function parseFile({ name, text }: PolicyFile): Policy {
	const policy = parsePolicy(text, name);
	const expected = `${policy.ladder}/${policy.effectiveFrom}.yaml`;
	if (!name.endsWith(expected)) throw new PolicyError(name, null, `the file must be named ${expected}`);
	return policy;
}
