import type { Tone } from '$lib/ui/tone';
import type { AppealState } from '../states';

export const appealTones: Record<AppealState, Tone> = {
	open: 'accent',
	upheld: 'met',
	partly: 'met',
	rejected: 'missing',
	withdrawn: 'plain'
};
