import type { Tone } from '$lib/ui/tone';
import type { RegradeState } from '../../states';

export const regradeTones: Record<RegradeState, Tone> = {
	draft: 'plain',
	proposed: 'accent',
	applied: 'met',
	rejected: 'missing',
	withdrawn: 'plain'
};
