import type { Tone } from '$lib/ui';
import type { ItemStatus } from '../../states';

/** How a state is coloured. */
export const statusTones: Record<ItemStatus, Tone> = {
	draft: 'plain',
	inReview: 'missing',
	ready: 'met',
	quarantined: 'danger',
	retired: 'plain'
};
