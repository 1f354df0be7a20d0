import type { Tone } from '$lib/ui';
import type { DeskEvent, DeskState } from '../../desk';

export const stateTones: Record<DeskState, Tone> = {
	waiting: 'plain',
	writing: 'met',
	away: 'missing',
	break: 'waived',
	paused: 'waived',
	disconnected: 'danger',
	finished: 'accent',
	absent: 'plain'
};

/** How an event stands out; what invigilators did themselves does not. */
export function eventTone(kind: DeskEvent['kind']): Tone {
	if (kind === 'flag' || kind === 'incident' || kind === 'seatRefused') return 'danger';
	if (['leave', 'fullScreenLeft', 'copyTried', 'addressChanged', 'saveRefused'].includes(kind))
		return 'missing';
	return kind === 'pause' || kind === 'resume' || kind === 'extend' ? 'waived' : 'plain';
}
