/**
 * What a regrade does to a question of a sitting: it is marked by another key, it does not count, or everybody earns all its
 * marks.
 */
export const regradeKinds = ['key', 'drop', 'credit'] as const;
export type RegradeKind = (typeof regradeKinds)[number];

/** How it is called: an essay is read, and has a rubric where others have a key. */
export const kindOf = (kind: RegradeKind, type: string): RegradeKind | 'rubric' =>
	kind === 'key' && type === 'essay' ? 'rubric' : kind;

/** Those who would lose: everybody is marked by the new rule, or everybody by that of the two which is better for them. */
export const policies = ['all', 'keepBest'] as const;
export type Policy = (typeof policies)[number];

export const regradeOutcomes = ['applied', 'rejected', 'withdrawn'] as const;
export type RegradeOutcome = (typeof regradeOutcomes)[number];

/** Being written, waiting for somebody else's approval, or over. */
export const regradeStates = ['draft', 'proposed', ...regradeOutcomes] as const;
export type RegradeState = (typeof regradeStates)[number];

export const regradeStateOf = (row: {
	proposedAt: Date | null;
	outcome: RegradeOutcome | null;
}): RegradeState => row.outcome ?? (row.proposedAt ? 'proposed' : 'draft');

export const appealOutcomes = ['upheld', 'partly', 'rejected'] as const;
export type AppealOutcome = (typeof appealOutcomes)[number];

export const appealStates = ['open', ...appealOutcomes, 'withdrawn'] as const;
export type AppealState = (typeof appealStates)[number];

export const appealStateOf = (row: {
	withdrawnAt: Date | null;
	outcome: AppealOutcome | null;
}): AppealState => row.outcome ?? (row.withdrawnAt ? 'withdrawn' : 'open');
