import { desc, eq, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { findPolicyInForce, liveStanding, policiesInForce } from '$lib/features/tiers/index.server';
import { requirementsFor, type Policy } from '$lib/features/tiers';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { loadLearnables } from '../catalogue.server';
import type { PathContent, PathStep } from '../content';
import { describeSteps, type StepView } from '../describe.server';
import { pathOfTier } from '../from-standard';
import { learnedOf } from '../learned.server';
import { computeProgress, type PathProgress } from '../progress';
import { learningPaths, learningPathVersions } from '../tables.server';
import { loadPath } from '../versions.server';

/** A path in a list, with how far the reader is on it. */
export interface OwnPath {
	href: string;
	title: LocalText;
	summary: LocalText | null;
	steps: number;
	need: number;
	have: number;
	done: boolean;
}
export interface PathPage {
	title: LocalText;
	summary: LocalText | null;
	/** The grade standard that a tier's path is made from. */
	policy: { id: string; name: LocalText; edition: LocalText } | null;
	retired: boolean;
	steps: StepView[];
	need: number;
	have: number;
	done: boolean;
	/** The day on which the last step was finished. */
	completedOn: string | null;
}

function readerOf(ctx: Context): string {
	authorize(ctx.actor, 'paths.path.read');
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	return ctx.actor.personId;
}

const countsOf = ({ need, have, done }: PathProgress) => ({ need, have, done });

/** Every path of the officers, and those of the tiers of every ladder; the reader's own ladders first. */
export async function listOwnPaths(ctx: Context) {
	const personId = readerOf(ctx);
	const today = dateIn(ctx.now);
	const learned = await learnedOf(ctx.db, personId, today);
	const rows = await ctx.db
		.selectDistinctOn([learningPaths.code], {
			code: learningPaths.code,
			content: learningPathVersions.content
		})
		.from(learningPaths)
		.innerJoin(learningPathVersions, eq(learningPathVersions.pathId, learningPaths.id))
		.where(isNull(learningPaths.retiredAt))
		.orderBy(learningPaths.code, desc(learningPathVersions.version));
	const paths = rows.map(({ code, content }): OwnPath => {
		const { title, summary, steps } = content as PathContent;
		const counts = countsOf(computeProgress(steps, learned, today));
		return { href: `/training/paths/${code}`, title, summary, steps: steps.length, ...counts };
	});
	const live = await liveStanding(ctx.db, personId, null, today);
	const own = new Set(live?.ladders.map(({ id }) => id));
	const policies = [...(await policiesInForce(ctx.db, today)).values()].map(({ policy }) => policy);
	const tierPath = (policy: Policy, tier: Policy['tiers'][number]): OwnPath => {
		const steps = stepsOf(policy, tier.id);
		const href = `/training/paths/tier/${policy.ladder}/${tier.id}`;
		const counts = countsOf(computeProgress(steps, learned, today));
		return { href, title: tier.name, summary: null, steps: steps.length, ...counts };
	};
	const ladders = policies
		.map((policy) => ({
			ladder: policy.ladder,
			name: policy.name,
			own: own.has(policy.ladder),
			/** The tier that the reader is on the way to. */
			target: live?.ladder === policy.ladder ? live.standing.target : null,
			tiers: policy.tiers.map((tier) => ({ id: tier.id, ...tierPath(policy, tier) }))
		}))
		.sort((a, b) => Number(b.own) - Number(a.own));
	return { paths, ladders };
}

const stepsOf = (policy: Policy, tier: string): PathStep[] =>
	pathOfTier(requirementsFor(policy, tier, 'promote'));

async function pageOf(ctx: Context, personId: string, steps: readonly PathStep[]) {
	const today = dateIn(ctx.now);
	const progress = computeProgress(steps, await learnedOf(ctx.db, personId, today), today);
	const views = describeSteps(steps, progress, await loadLearnables(ctx.db));
	return { steps: views, ...countsOf(progress), completedOn: progress.completedOn };
}

/** One path with the reader's progress: what is done, what is open now, what comes later. Retired ones too. */
export async function getOwnLearningPath(ctx: Context, code: string): Promise<PathPage> {
	const personId = readerOf(ctx);
	const { content, retiredAt } = await loadPath(ctx.db, code);
	const { title, summary, steps } = content;
	return {
		title,
		summary,
		policy: null,
		retired: retiredAt !== null,
		...(await pageOf(ctx, personId, steps))
	};
}

/** The path of a tier, made from the standard in force today. */
export async function getTierPath(ctx: Context, ladder: string, tier: string): Promise<PathPage> {
	const personId = readerOf(ctx);
	const version = await findPolicyInForce(ctx.db, ladder, dateIn(ctx.now));
	const found = version?.policy.tiers.find(({ id }) => id === tier);
	if (!version || !found) throw notFound();
	const { name, edition } = version.policy;
	return {
		...{ title: found.name, summary: null, policy: { id: version.id, name, edition }, retired: false },
		...(await pageOf(ctx, personId, stepsOf(version.policy, tier)))
	};
}
