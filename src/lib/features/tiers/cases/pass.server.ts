import { eq } from 'drizzle-orm';
import type { PersonSubject } from '$lib/features/people/index.server';
import { localText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { yes, type Decision } from '$lib/shared/result';
import { addWorkingDays } from '../calendar';
import { loadCalendar } from '../calendar.server';
import { detailOf } from '../detail';
import type { DecisionState } from '../states';
import type { DecisionRow } from '../subject.server';
import { campaigns } from '../tables.server';
import { effectiveDay, latest } from './dates';
import { takeEffect } from './effect.server';
import { loadHistories } from './history.server';
import type { Judgement } from './judge.server';
import { isAdverse, kindRules } from './kinds';
import { loadPlaces, lockPlaces } from './places.server';
import { decidePlaces } from './quota';
import { warningFor } from './retention';
import { addSteps, moveCase, type NewStep } from './steps.server';
import { OWN_PAGE, tell, tierName } from './tell.server';

/** Whether the unit still has a place for the case; `others`: which other cases take one before it. */
export async function placesLeft(
	db: Database,
	ctx: Context,
	decision: DecisionRow,
	person: Pick<PersonSubject, 'unitPath'>,
	{ tier, asOf }: Judgement,
	others: readonly DecisionState[]
): Promise<Decision<object>> {
	if (!tier || !kindRules[decision.kind].takesPlace) return yes({});
	if (!tier.quota) return yes({});
	await lockPlaces(db, decision.ladder, tier.id);
	const limits = await loadPlaces(db, {
		...{ ladder: decision.ladder, tier, unitPaths: [person.unitPath] },
		...{ today: asOf, without: [decision.id], promised: others }
	});
	return decidePlaces(limits, [person.unitPath], (text) => localText(text, ctx.locale), tier.name);
}

/** The first day on which a case may take effect, whatever its review says: its own, its campaign's, its warning's. */
export async function notBefore(
	db: Database,
	decision: DecisionRow,
	judgement: Judgement
): Promise<IsoDate | null> {
	const { effectiveOn, ground } = detailOf(decision);
	const [campaign] = decision.campaignId
		? await db
				.select({ effectiveOn: campaigns.effectiveOn })
				.from(campaigns)
				.where(eq(campaigns.id, decision.campaignId))
		: [];
	const days = [effectiveOn, campaign?.effectiveOn];
	if (isAdverse(decision.kind) && (ground === 'retention' || ground === 'bottomRank')) {
		const facts = new Map([[decision.personId, judgement.sealed.facts]]);
		const history = (await loadHistories(db, decision.ladder, facts, judgement.asOf)).get(decision.personId);
		const warning = warningFor(
			history?.warnings ?? [],
			decision.fromTier ?? '',
			decision.kind,
			judgement.asOf
		);
		days.push(warning?.actFrom);
	}
	return latest(...days) || null;
}

/**
 * A case passed its review: it goes up for public notice when its tier wants one, waits for its day, or takes effect
 * at once. Gives the new state, for the audit entry.
 */
export async function passReview(
	tx: Database,
	ctx: Context,
	decision: DecisionRow,
	judgement: Judgement,
	review: NewStep & { closedBy: string | null }
): Promise<{ state: DecisionState; noticeTo: IsoDate | null; effectiveOn: IsoDate }> {
	const today = dateIn(ctx.now);
	const days = kindRules[decision.kind].notice ? (judgement.tier?.noticeDays ?? 0) : 0;
	const calendar = days ? await loadCalendar(tx, today, addDays(today, days * 3 + 30)) : new Map();
	const noticeTo = days ? addWorkingDays(today, days, calendar) : null;
	const effectiveOn = effectiveDay(today, noticeTo, await notBefore(tx, decision, judgement));
	const state = noticeTo ? 'notice' : effectiveOn > today ? 'approved' : 'effective';
	const { closedBy, ...step } = review;
	await moveCase(tx, decision, 'approve', state, {
		...{ noticeFrom: noticeTo && today, noticeTo, effectiveOn },
		...{ closedBy, closedAt: ctx.now, closingNote: step.note ?? null }
	});
	const follows: NewStep[] =
		state === 'notice'
			? [{ kind: 'notice', bySystem: true }]
			: state === 'effective'
				? [{ kind: 'effect', bySystem: true }]
				: [];
	await addSteps(tx, ctx, decision.id, [step, ...follows]);
	if (state === 'effective') await takeEffect(tx, ctx, decision, judgement.policy);
	else {
		const tier = tierName(judgement.policy, decision.toTier ?? decision.fromTier);
		const kind = noticeTo ? 'notice' : 'approved';
		const params = { tier, on: effectiveOn, to: noticeTo ?? effectiveOn, case: decision.kind };
		await tell(tx, ctx, decision, decision.personId, kind, params, OWN_PAGE);
	}
	// What one approver puts into effect at once is seen in the list; word is sent where more follows.
	if (state !== 'effective' || closedBy === null) {
		const params = { state };
		await tell(tx, ctx, decision, decision.proposedBy, 'passed', params, `/staff/decisions/${decision.id}`);
	}
	return { state, noticeTo, effectiveOn };
}
