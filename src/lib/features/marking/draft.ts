import type { FlagKind } from './states';

/** What a marker has said about an answer so far. */
export interface Draft {
	levels: Record<string, number>;
	/** In hundredths of a mark, for schemes without a rubric. */
	hundredths: number | null;
	note: string;
	flag: FlagKind | null;
	flagNote: string;
}

const EMPTY: Draft = { levels: {}, hundredths: null, note: '', flag: null, flagNote: '' };

/** A stored draft; what it does not say is empty. */
export const draftOf = (stored: unknown): Draft => ({ ...EMPTY, ...(stored as Partial<Draft>) });
