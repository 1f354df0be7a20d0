import { and, desc, eq, lte } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { describePolicy } from '../engine/describe';
import { storedPolicy } from '../policy/stored';
import type { Policy } from '../policy/types';
import { policyVersions } from '../tables.server';

export interface PolicyVersion {
	id: string;
	policy: Policy;
	sha256: string;
}

/** The version of a ladder's standard in force on a day: the newest whose date has come. Asks no permission. */
export async function findPolicyInForce(
	db: Database,
	ladder: string,
	on: IsoDate
): Promise<PolicyVersion | null> {
	const [row] = await db
		.select({ id: policyVersions.id, policy: policyVersions.content, sha256: policyVersions.sha256 })
		.from(policyVersions)
		.where(and(eq(policyVersions.ladder, ladder), lte(policyVersions.effectiveFrom, on)))
		.orderBy(desc(policyVersions.effectiveFrom))
		.limit(1);
	return row ? { ...row, policy: storedPolicy(row.policy) } : null;
}

/** Any version by its id. Asks no permission. */
export async function getPolicy(db: Database, id: string): Promise<PolicyVersion> {
	const [row] = await db
		.select({ id: policyVersions.id, policy: policyVersions.content, sha256: policyVersions.sha256 })
		.from(policyVersions)
		.where(eq(policyVersions.id, id));
	if (!row) throw notFound();
	return { ...row, policy: storedPolicy(row.policy) };
}

export type VersionState = 'past' | 'inForce' | 'future';

export interface ListedPolicy {
	id: string;
	ladder: string;
	name: LocalText;
	edition: LocalText;
	effectiveFrom: IsoDate;
	/** The last day on which it is in force; null for the newest. */
	until: IsoDate | null;
	publishedAt: string;
	state: VersionState;
}

/** Every published version, the newest of each ladder first. */
export async function listPolicies(ctx: Context): Promise<ListedPolicy[]> {
	authorize(ctx.actor, 'tiers.policy.read');
	const today = dateIn(ctx.now);
	const rows = await ctx.db
		.select({
			id: policyVersions.id,
			ladder: policyVersions.ladder,
			effectiveFrom: policyVersions.effectiveFrom,
			publishedAt: policyVersions.publishedAt,
			content: policyVersions.content
		})
		.from(policyVersions)
		.orderBy(policyVersions.ladder, desc(policyVersions.effectiveFrom));
	return rows.map(({ content, publishedAt, ...row }, i) => {
		const newer = rows[i - 1]?.ladder === row.ladder ? (rows[i - 1]?.effectiveFrom ?? null) : null;
		const { name, edition } = content as Policy;
		const state = row.effectiveFrom > today ? 'future' : newer && newer <= today ? 'past' : 'inForce';
		return { ...row, name, edition, until: newer, publishedAt: publishedAt.toISOString(), state };
	});
}

/** One version as sentences, beside the bytes it was written in. */
export async function getPolicyVersion(ctx: Context, id: string) {
	authorize(ctx.actor, 'tiers.policy.read');
	if (!isId(id)) throw notFound();
	const listed = (await listPolicies(ctx)).find((version) => version.id === id);
	if (!listed) throw notFound();
	const [row] = await ctx.db.select().from(policyVersions).where(eq(policyVersions.id, id));
	if (!row) throw notFound();
	return { ...listed, yaml: row.yaml, sha256: row.sha256, tiers: describePolicy(storedPolicy(row.content)) };
}
