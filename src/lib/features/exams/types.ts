import type { ErrorCode } from '$lib/i18n/codes';
import type { KnowledgeArea } from '$lib/content/question-vocabulary';
import type { AnyGiven, CaseHtml, QuestionHtml, ShownHtml } from '$lib/features/bank';

/** The grades of the default ladder that exams are held for (domain.md 3.1); words under `exams.tier.<tier>`. */
export const examTiers = ['assistant', 'manager', 'senior', 'principal'] as const;
export type ExamTier = (typeof examTiers)[number];

/** A question as a candidate sees it: never its key, never its explanation. */
export interface PaperQuestion {
	/** From 1. */
	position: number;
	area: KnowledgeArea;
	marks: number;
	/** In this candidate's order. */
	question: ShownHtml;
	/** Which of the paper's cases it belongs to; null for a question by itself. */
	case: number | null;
}

/** What a candidate reads. */
export interface Paper {
	questions: PaperQuestion[];
	cases: CaseHtml[];
}

/** The newest answer of a position. `seq` rises with each change; 0 means that nothing was ever given. */
export interface AnswerState {
	position: number;
	seq: number;
	/** In the ids that are shown; null where nothing is answered. */
	given: AnyGiven | null;
	flagged: boolean;
}

/** What a device noticed by itself. */
export interface NoticedEvent {
	kind: 'leave' | 'fullScreenLeft' | 'copyTried';
	/** Milliseconds that it lasted. */
	ms: number;
	/** Milliseconds between its end and the sending. */
	age: number;
}

/** What every save is answered with. */
export interface SavedReply {
	/** The server's time of this save, ISO. */
	savedAt: string;
	/** Milliseconds until the attempt ends, as of the moment at which the request reached the server. */
	msLeft: number;
	/** Whether the clock stands: nothing may be written until it goes on. */
	paused: boolean;
	/** Reached the server after the end and was taken all the same, because it was made before. */
	late: boolean;
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
export interface ReviewedQuestion extends Omit<PaperQuestion, 'question'> {
	question: QuestionHtml;
	/** In the question's own ids. */
	given: AnyGiven | null;
	earnedHundredths: number;
	/**
	 * What was done to it in this sitting: another key (`kept`: or the old one, where that is better), full marks for everybody,
	 * or it does not count (`helps`: but for those whom it helps).
	 */
	corrected: 'key' | 'kept' | 'credit' | 'drop' | 'helps' | null;
}

/** Marks earned in one knowledge area. */
export interface AreaScore {
	area: KnowledgeArea;
	earnedHundredths: number;
	marks: number;
}
