import type { ErrorCode } from '$lib/i18n/codes';
import type { LocalText } from '$lib/i18n/locales';
import type { ItemType, KnowledgeArea } from '$lib/content/question-vocabulary';

/** The grades of the default ladder that exams are held for (domain.md 3.1); words under `exams.tier.<tier>`. */
export const examTiers = ['assistant', 'manager', 'senior', 'principal'] as const;
export type ExamTier = (typeof examTiers)[number];

/** A question as a candidate sees it: never its key, never its explanation. */
export interface PaperQuestion {
	/** From 1. */
	position: number;
	type: ItemType;
	area: KnowledgeArea;
	marks: number;
	stem: LocalText;
	/** In this candidate's order. */
	options: { id: string; text: LocalText }[];
}

/** The newest answer of a position. `seq` rises with each change; 0 means that nothing was ever given. */
export interface AnswerState {
	position: number;
	seq: number;
	choice: string[];
	flagged: boolean;
}

/** What every save is answered with. */
export interface SavedReply {
	/** The server's time of this save, ISO. */
	savedAt: string;
	/** Milliseconds until the attempt ends, as of the moment at which the request reached the server. */
	msLeft: number;
	/** What certainly lies in the database: [position, seq]. Whatever is not here must be sent again. */
	acknowledged: [number, number][];
	/** Positions where something newer from another machine stands, with what stands there. */
	kept: AnswerState[];
}

/** Why a save was refused, as the exam room gets it. */
export interface SaveRefusal {
	error: { code: ErrorCode; requestId: string };
}

/** A question with everything about it, for released results. */
export interface ReviewedQuestion extends PaperQuestion {
	choice: string[];
	correct: string[];
	earned: number;
	explanation: LocalText;
}

/** Marks earned in one knowledge area. */
export interface AreaScore {
	area: KnowledgeArea;
	earned: number;
	marks: number;
}
