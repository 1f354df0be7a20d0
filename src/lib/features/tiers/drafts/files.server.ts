import { authorize } from '$lib/access/can';
import { readPolicyFiles, type PolicyFile } from '$lib/content/policies.server';
import type { Context } from '$lib/server/context';
import { checkPolicy } from '../policy/parse';
import { policyVersions } from '../tables.server';
import { sha256Of } from './load.server';

/**
 * A file under `content/policies` that does not agree with what is published: `edited` since its publication (the
 * published bytes stay in force), `taken`: its date is that of a standard published in the browser, `broken`: the
 * next start would refuse it, `waiting`: the next start publishes it.
 */
export interface FileWarning {
	file: string;
	kind: 'edited' | 'taken' | 'broken' | 'waiting';
	/** Of what is broken: the first line that is. */
	line: number | null;
	/** The published version that stays in force. */
	policyId: string | null;
}

/** Looks at the disk: what somebody must know who wonders why a file has no effect. */
export async function listFileWarnings(
	ctx: Context,
	files: readonly PolicyFile[] = readPolicyFiles()
): Promise<FileWarning[]> {
	authorize(ctx.actor, 'tiers.draft.read');
	const versions = await ctx.db
		.select({
			id: policyVersions.id,
			ladder: policyVersions.ladder,
			effectiveFrom: policyVersions.effectiveFrom,
			sha256: policyVersions.sha256,
			publishedBy: policyVersions.publishedBy
		})
		.from(policyVersions);
	const published = new Map(versions.map((one) => [`${one.ladder}/${one.effectiveFrom}.yaml`, one]));
	return files.flatMap(({ name, text }): FileWarning[] => {
		const version = published.get(name.replace(/^policies\//, ''));
		if (version?.sha256 === sha256Of(text)) return [];
		const { policy, problems } = checkPolicy(text);
		const place = policy && `policies/${policy.ladder}/${policy.effectiveFrom}.yaml`;
		if (!policy || place !== name) {
			return [{ file: name, kind: 'broken', line: problems[0]?.line ?? null, policyId: version?.id ?? null }];
		}
		if (!version) return [{ file: name, kind: 'waiting', line: null, policyId: null }];
		return [{ file: name, kind: version.publishedBy ? 'taken' : 'edited', line: null, policyId: version.id }];
	});
}
