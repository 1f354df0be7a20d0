import { authorize, can } from '$lib/access/can';
import { getPersonSubject } from '$lib/features/people/index.server';
import { mentorIdsOf } from '$lib/features/mentoring/index.server';
import { findModuleInProgress } from '$lib/features/training/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { recordLook } from '../commands/record-look.server';
import { lapseOf } from '../engine/describe-rules';
import { evaluate } from '../engine/evaluate';
import { leavesOf, type Evaluation } from '../engine/explanation';
import type { Phrase } from '../engine/phrase';
import { redact, type Reader, type Redacted } from '../engine/redact';
import { tierOf, type Authority, type Policy } from '../policy/types';
import { appointmentsOn, certificateFor, EXPIRING_DAYS } from '../rules';
import { liveStanding, type Standing } from '../standing.server';
import { nextSitting } from './next-sitting.server';
import { forecastOf, type Forecast, type NextSitting } from './steps';

export interface PathStep {
	id: string;
	name: LocalText;
	state: 'done' | 'now' | 'next' | 'later';
	since: IsoDate | null;
	/** Of a later tier: not before this day, whatever else is done. */
	notBefore: IsoDate | null;
}

export interface PathView {
	person: { id: string; name: string; unitName: LocalText };
	own: boolean;
	/** `none`: the ladder does not concern them; `noPolicy`: no standard is in force. */
	state: 'none' | 'noPolicy' | 'way' | 'eligible' | 'top';
	asOf: IsoDate;
	policy: { id: string; name: LocalText; edition: LocalText } | null;
	/** The person's ladders, and the one that is shown. */
	ladders: { id: string; name: LocalText }[];
	ladder: string;
	tier: LocalText | null;
	target: LocalText | null;
	steps: PathStep[];
	evaluation: Redacted | null;
	forecast: Forecast | null;
	sitting: NextSitting | null;
	/** Countersignatures that the person owes. */
	waiting: { count: number; minutes: number };
	/** A module that was begun, while modules are missing. */
	module: { code: string; title: LocalText; stepsLeft: number } | null;
	certificate: {
		number: string;
		tier: LocalText;
		issuedOn: IsoDate;
		validTo: IsoDate;
		expiring: boolean;
	} | null;
	/** The requirements for keeping the tier held; null when it asks for none. */
	retention: Redacted | null;
	/** What the standard says follows when it is not kept. */
	lapse: Phrase | null;
	/** What the tier held allows, and until when it was given. */
	authority: Authority[];
	appointedTo: IsoDate | null;
	/** A proposal about them, for those who may know. */
	decisionId: string | null;
}

/** The signed-in person's own path. */
export function getOwnPath(ctx: Context, ladder: string | null = null): Promise<PathView> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	return getPath(ctx, ctx.actor.personId, ladder);
}

/**
 * A person's place on a ladder (null: their first), requirements, evidence and next steps, as the reader may see them
 * (domain, 8.2). Always computed live.
 */
export async function getPath(
	ctx: Context,
	personId: string,
	ladder: string | null = null
): Promise<PathView> {
	if (!isId(personId)) throw notFound();
	const own = ctx.actor.kind === 'person' && ctx.actor.personId === personId;
	const reader = own ? await readOwn(ctx, personId) : await readOther(ctx, personId);
	const asOf = dateIn(ctx.now);
	const live = await liveStanding(ctx.db, personId, ladder, asOf);
	if (!live) throw notFound();
	const { version, standing, ladders } = live;
	const policy = version?.policy ?? null;
	const { person, ...rest } = describePerson(standing, policy, asOf);
	const shown = { ladders, ladder: live.ladder, policy: version && policyOf(version.id, version.policy) };
	const retention = standing.retention?.total ? redact(standing.retention, reader) : null;
	const held = policy && tierOf(policy, standing.tier ?? '');
	const base = {
		person,
		own,
		asOf,
		...shown,
		...rest,
		retention,
		lapse: held ? lapseOf(held, policy) : null
	};
	const decisionId = reader.decisions ? standing.openDecisionId : null;
	const evaluation = standing.evaluation && redact(standing.evaluation, reader);
	const owed = standing.facts.shadowing.filter(({ state }) => state === 'waiting');
	const waiting = { count: owed.length, minutes: owed.reduce((sum, { minutes }) => sum + minutes, 0) };
	if (!evaluation || !policy || !standing.target) {
		return { ...base, decisionId, evaluation: null, forecast: null, sitting: null, waiting, module: null };
	}
	const sitting = await nextSitting(ctx, personId, evaluation);
	return {
		...base,
		decisionId,
		evaluation,
		sitting,
		waiting,
		forecast: evaluation.eligible || evaluation.hidden ? null : forecastOf(evaluation, sitting),
		module: own ? await moduleToContinue(ctx, personId, evaluation) : null
	};
}

async function readOwn(ctx: Context, personId: string): Promise<Reader & { decisions: boolean }> {
	authorize(ctx.actor, 'tiers.path.read', { personId });
	return { evidence: true, sensitive: true, decisions: false };
}

/** What a reader may see of somebody else; a look at conduct and credit is recorded before it is given. */
async function readOther(ctx: Context, personId: string): Promise<Reader & { decisions: boolean }> {
	const { unitPath } = await getPersonSubject(ctx.db, personId);
	const subject = { personId, unitPath, mentorIds: await mentorIdsOf(ctx.db, personId) };
	authorize(ctx.actor, 'tiers.path.read', subject);
	const sensitive = can(ctx.actor, 'people.sensitive.read', subject).ok;
	if (sensitive) await recordLook(ctx, { personId, at: 'path' });
	return {
		evidence: can(ctx.actor, 'people.evidence.read', subject).ok,
		sensitive,
		decisions: can(ctx.actor, 'tiers.decision.read', subject).ok
	};
}

const policyOf = (id: string, { name, edition }: Policy) => ({ id, name, edition });

function describePerson(standing: Standing, policy: Policy | null, asOf: IsoDate) {
	const { personId: id, name, unitName, tier, target, evaluation, facts } = standing;
	const held = certificateFor(facts, standing.ladder, tier, asOf);
	const state = !standing.onLadder
		? ('none' as const)
		: !policy
			? ('noPolicy' as const)
			: !evaluation
				? ('top' as const)
				: evaluation.eligible
					? ('eligible' as const)
					: ('way' as const);
	const nameOf = (tierId: string | null) => (policy && tierId && tierOf(policy, tierId)?.name) || null;
	return {
		person: { id, name, unitName },
		state,
		tier: nameOf(tier),
		target: nameOf(target),
		steps: policy && standing.onLadder ? stepsOf(standing, policy, asOf) : [],
		authority: (policy && tier && tierOf(policy, tier)?.authority) || [],
		appointedTo: standing.appointedTo,
		certificate: held && {
			number: held.number,
			tier: nameOf(held.tier) ?? { 'zh-CN': held.tier, en: held.tier },
			issuedOn: held.issuedOn,
			validTo: held.validTo,
			expiring: held.validTo < addDays(asOf, EXPIRING_DAYS)
		}
	};
}

function stepsOf({ facts, tier, target }: Standing, policy: Policy, asOf: IsoDate): PathStep[] {
	const begun = appointmentsOn(facts, policy.ladder, asOf);
	const at = policy.tiers.findIndex(({ id }) => id === tier);
	return policy.tiers.map(({ id, name }, i) => {
		const state = i < at ? 'done' : i === at ? 'now' : id === target ? 'next' : 'later';
		const since =
			state === 'done' || state === 'now'
				? (begun.findLast((fact) => fact.tier === id)?.startsOn ?? null)
				: null;
		const outlook =
			state === 'later' ? evaluate(policy, id, facts, asOf, { brief: true }).outlook.date : null;
		return { id, name, state, since, notBefore: outlook && outlook > asOf ? outlook : null };
	});
}

async function moduleToContinue(
	ctx: Context,
	personId: string,
	evaluation: Evaluation
): Promise<PathView['module']> {
	const wants = leavesOf(evaluation.requirements).some(
		({ next }) => next?.code === 'takeModules' || next?.code === 'takeModule'
	);
	return wants ? findModuleInProgress(ctx.db, personId) : null;
}
