import { eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import type { Locale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { storedPolicy } from '../policy/stored';
import { listPolicies } from '../queries/policies.server';
import { policyVersions } from '../tables.server';
import { diffLines, hunksOf } from '$lib/shared/lines';
import { changesOf, sentencesOf } from './sentences.server';

export type StandardView = Awaited<ReturnType<typeof getVersionPage>>;

/** A version in sentences of one language, beside its bytes, and how it differs from the version before. */
export async function getVersionPage(ctx: Context, id: string, locale: Locale) {
	authorize(ctx.actor, 'tiers.policy.read');
	if (!isId(id)) throw notFound();
	const all = await listPolicies(ctx);
	const listed = all.find((version) => version.id === id);
	if (!listed) throw notFound();
	const ofLadder = all.filter(({ ladder }) => ladder === listed.ladder);
	const before = ofLadder.find(({ effectiveFrom }) => effectiveFrom < listed.effectiveFrom) ?? null;
	const row = await versionRow(ctx, id);
	const policy = storedPolicy(row.content);
	const earlier = before && (await versionRow(ctx, before.id));
	return {
		...listed,
		yaml: row.yaml,
		sha256: row.sha256,
		/** Who published it, for those who work on standards; null: it came with the program. */
		publishedBy: can(ctx.actor, 'tiers.draft.read').ok ? row.publisher : null,
		sentences: await sentencesOf(policy, locale),
		versions: ofLadder.map(({ id, edition, effectiveFrom, state }) => ({
			id,
			edition,
			effectiveFrom,
			state
		})),
		before: before && { id: before.id, edition: before.edition, effectiveFrom: before.effectiveFrom },
		changes: earlier && (await changesOf(storedPolicy(earlier.content), policy, locale)),
		hunks: earlier ? hunksOf(diffLines(earlier.yaml, row.yaml)) : [],
		mayDraft: can(ctx.actor, 'tiers.policy.draft').ok
	};
}

async function versionRow(ctx: Context, id: string) {
	const [row] = await ctx.db
		.select({
			yaml: policyVersions.yaml,
			sha256: policyVersions.sha256,
			content: policyVersions.content,
			publisher: people.name
		})
		.from(policyVersions)
		.leftJoin(people, eq(people.id, policyVersions.publishedBy))
		.where(eq(policyVersions.id, id));
	if (!row) throw notFound();
	return row;
}
