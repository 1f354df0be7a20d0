import type { Tone } from '$lib/ui';

/** Where a room stands: its window, and what was done to it. */
export type RoomStage = 'before' | 'running' | 'paused' | 'over' | 'closed';

export const stageTones: Record<RoomStage, Tone> = {
	before: 'plain',
	running: 'met',
	paused: 'waived',
	over: 'missing',
	closed: 'accent'
};

/** `over`: the window is, and the room still has to be closed. Times as ISO. */
export function roomStage(
	room: { closed: boolean; paused: boolean; opensAt: string; closesAt: string },
	now: string
): RoomStage {
	if (room.closed) return 'closed';
	if (room.paused) return 'paused';
	if (now < room.opensAt) return 'before';
	return now < room.closesAt ? 'running' : 'over';
}
