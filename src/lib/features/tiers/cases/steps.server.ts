import { and, eq, max } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import type { Sealed } from '../engine/replay.server';
import { transitions, type DecisionState, type StepKind, type Transition } from '../states';
import type { DecisionRow } from '../subject.server';
import { decisions, decisionSteps } from '../tables.server';

export const actorIdOf = ({ actor }: Context): string | null =>
	actor.kind === 'person' ? actor.personId : null;

/** What a step that judged the evidence again keeps of it. */
export interface Judged {
	policyVersionId: string;
	asOf: IsoDate;
	sealed: Sealed;
}

export interface NewStep {
	kind: StepKind;
	/** Words of a person; of the system one of the codes of `cases.why`. */
	note?: string | null;
	judged?: Judged | null;
	/** By the system, though a person's act led to it. */
	bySystem?: boolean;
}

/** Adds steps to a case, in their order. The caller holds the case's row. */
export async function addSteps(
	tx: Database,
	ctx: Context,
	decisionId: string,
	steps: readonly NewStep[]
): Promise<void> {
	const [last] = await tx
		.select({ position: max(decisionSteps.position) })
		.from(decisionSteps)
		.where(eq(decisionSteps.decisionId, decisionId));
	const first = (last?.position ?? 0) + 1;
	await tx.insert(decisionSteps).values(
		steps.map(({ kind, note, judged, bySystem }, i) => ({
			...{ id: newId(ctx.now), decisionId, position: first + i, kind, at: ctx.now, note: note ?? null },
			actorId: bySystem ? null : actorIdOf(ctx),
			policyVersionId: judged?.policyVersionId ?? null,
			asOf: judged?.asOf ?? null,
			...(judged ? judged.sealed : {})
		}))
	);
}

/** Whether a case in a state may take a step. */
export const mayMove = (state: DecisionState, transition: Transition): boolean =>
	(transitions[transition].from as readonly DecisionState[]).includes(state);

type Change = Partial<
	Pick<
		DecisionRow,
		'round' | 'noticeFrom' | 'noticeTo' | 'effectiveOn' | 'closedBy' | 'closedAt' | 'closingNote'
	>
>;

/** Moves a case to another state; a case that somebody else moved in the meantime is a conflict. */
export async function moveCase(
	tx: Database,
	{ id, state, round }: Pick<DecisionRow, 'id' | 'state' | 'round'>,
	transition: Transition,
	to: DecisionState,
	change: Change
): Promise<void> {
	const allowed = transitions[transition];
	if (!mayMove(state, transition) || !(allowed.to as readonly DecisionState[]).includes(to))
		throw conflict('tiers.decision.closed');
	const moved = await tx
		.update(decisions)
		.set({ ...change, state: to })
		.where(and(eq(decisions.id, id), eq(decisions.state, state), eq(decisions.round, round)))
		.returning({ id: decisions.id });
	if (!moved.length) throw conflict('tiers.decision.closed');
}
