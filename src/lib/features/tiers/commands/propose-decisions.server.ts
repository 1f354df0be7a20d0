// No transaction, no authorisation, no audit: `proposeCases` does all of it.
import type { Context } from '$lib/server/context';
import type { Propose } from '../schema';
import { proposeCases } from './propose-cases.server';

/** Proposes people for the tier above theirs: admission or promotion. See `proposeCases`. */
export async function proposeDecisions(ctx: Context, input: Propose): Promise<string[]> {
	return proposeCases(ctx, { ...input, kind: 'next' });
}

/** One person; see `proposeDecisions`. */
export async function proposeDecision(
	ctx: Context,
	input: { personId: string; reason: string }
): Promise<string> {
	const [id] = await proposeDecisions(ctx, { personIds: [input.personId], reason: input.reason });
	return id!;
}
