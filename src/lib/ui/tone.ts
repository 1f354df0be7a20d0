/** What a thing can be: met, missing, in danger, waived, of note (accent) or none of these. */
export type Tone = 'met' | 'missing' | 'danger' | 'waived' | 'plain' | 'accent';

/** Words on a soft ground. */
export const SOFT: Record<Tone, string> = {
	met: 'bg-met-soft text-met',
	missing: 'bg-missing-soft text-missing',
	danger: 'bg-danger-soft text-danger',
	waived: 'bg-waived-soft text-waived',
	accent: 'bg-accent-soft text-accent',
	plain: 'bg-sunken text-ink-2'
};

/** A filled bar or dot. */
export const SOLID: Record<Tone, string> = {
	met: 'bg-met',
	missing: 'bg-missing',
	danger: 'bg-danger',
	waived: 'bg-waived',
	accent: 'bg-accent',
	plain: 'bg-ink-3'
};
