import { z } from 'zod';
import { authorize } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addMonths, dateIn, isIsoDate, type IsoDate } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { missingOf } from '../components/words';
import { evaluate } from '../engine/evaluate';
import type { Evaluation } from '../engine/explanation';
import type { Phrase } from '../engine/phrase';
import { tierOf } from '../policy/types';
import { liveStanding } from '../standing.server';
import type { Ladder } from './ladders.server';
import { findPolicyInForce } from './policies.server';

/** What the address holds: a ladder, a day, and ids of requirements that are supposed to be done by then. */
export const whatIfSchema = z.object({
	ladder: z.string().max(60).nullish(),
	on: z.string().refine(isIsoDate).nullish().catch(null),
	suppose: z.array(z.string().max(40)).max(100).catch([]).default([])
});
export type WhatIfQuestion = z.infer<typeof whatIfSchema>;

export interface WhatIf {
	ladders: Ladder[];
	ladder: string;
	on: IsoDate;
	/** The first and last day that can be asked about. */
	from: IsoDate;
	to: IsoDate;
	target: LocalText | null;
	/** What is missing today and could be supposed. */
	choices: { id: string; label: LocalText | null; says: Phrase; chosen: boolean }[];
	/** The answer on the day; null while there is no next tier. */
	answer: Evaluation | null;
}

/** Whether the signed-in person would satisfy their next tier on a day, supposing they do some of what is missing. */
export async function getWhatIf(ctx: Context, question: WhatIfQuestion): Promise<WhatIf> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.path.read', { personId });
	const today = dateIn(ctx.now);
	const to = addMonths(today, 60);
	const wanted = question.on ?? addMonths(today, 3);
	const on = wanted < today ? today : wanted > to ? to : wanted;
	const live = await liveStanding(ctx.db, personId, question.ladder ?? null, today);
	if (!live) throw notFound();
	const { ladders, ladder, version, standing } = live;
	const base = { ladders, ladder, on, from: today, to };
	const target = version && standing.target ? tierOf(version.policy, standing.target) : null;
	// The standard of that day may be another one: it is what will be asked.
	const then = target && (await findPolicyInForce(ctx.db, ladder, on));
	if (!target || !then) return { ...base, target: null, choices: [], answer: null };
	const { facts } = standing;
	const missing = evaluate(then.policy, target.id, facts, today).requirements.flatMap(missingOf);
	const suppose = new Set(missing.map(({ id }) => id).filter((id) => question.suppose.includes(id)));
	return {
		...base,
		target: target.name,
		choices: missing.map(({ id, label, says }) => ({ id, label, says, chosen: suppose.has(id) })),
		answer: evaluate(then.policy, target.id, facts, on, { suppose })
	};
}
