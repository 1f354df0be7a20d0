import type { Tone } from '$lib/ui/tone';
import type { SheetState } from '../../sheets/compare';

export const sheetTones: Record<SheetState, Tone> = {
	unread: 'plain',
	once: 'accent',
	differing: 'missing',
	settled: 'met',
	absent: 'waived'
};
