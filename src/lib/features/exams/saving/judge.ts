import type { ErrorCode } from '$lib/i18n/codes';
import { judgeSave, type AttemptClock } from '../clock';
import type { HandedInBy } from '../states';
import type { AnswerState, NoticedEvent, SavedReply } from '../types';
import { fits, type AnswerShape } from './fits';

export interface SaveRequest {
	attemptId: string;
	/** Who asks: somebody known, or whoever the hash of a session's id stands for. */
	by: { personId: string } | { sessionHash: string };
	/** SHA-256 of the key of the asking device; null where it has none. */
	device: string | null;
	/** The seat that the window took; null for a form, which has the one that stands. */
	seat: number | null;
	/** When the request reached the server. */
	arrived: Date;
	/** Milliseconds between the youngest change that it carries and its sending, by the device's stopwatch. */
	age: number;
	answers: readonly AnswerState[];
	events: readonly NoticedEvent[];
	/** Whether the page is out of sight; absent where the device does not say. */
	away?: boolean | undefined;
	/** Why nothing could be read of what was sent, and what that was; null where it could. */
	unread?: { code: ErrorCode; text: string } | null;
}

/** The attempt of a request as it is held while the save is judged and written. */
export interface HeldAttempt extends AttemptClock {
	sittingId: string;
	personId: string;
	/** The person who asks; null where the session has ended. */
	asker: string | null;
	handedInBy: HandedInBy | null;
	seat: number;
	device: string | null;
	/** The furthest question answered, where there is no way back. */
	reached: number | null;
	/** Whether a number of the request lies further ahead of what stands than anybody gets by writing. */
	ahead: boolean;
}

export type SaveRefusalKind = 'signed_out' | 'not_found' | 'conflict' | 'invalid';
export interface SaveRefused {
	ok: false;
	kind: SaveRefusalKind;
	code: ErrorCode;
}
export type SaveOutcome = { ok: true; reply: SavedReply } | SaveRefused;
export type SaveVerdict = { ok: true; late: boolean } | SaveRefused;

/**
 * Whether a save counts: of the candidate's own attempt, from the device and the window that have the seat, in time, and each
 * answer fitting its question. One that does not fit costs the whole save: the device is broken, or somebody else's.
 */
export function judge(
	request: SaveRequest,
	attempt: HeldAttempt | undefined,
	paper: readonly AnswerShape[]
): SaveVerdict {
	if (!attempt) return refused('not_found', 'app.not_found');
	if (!attempt.asker) return refused('signed_out', 'access.signed_out');
	if (attempt.asker !== attempt.personId) return refused('not_found', 'app.not_found');
	if (request.unread) return refused('invalid', request.unread.code);
	if (attempt.device !== null && attempt.device !== request.device)
		return refused('conflict', 'exams.seat.held');
	if (request.seat !== null && request.seat !== attempt.seat) return refused('conflict', 'exams.seat.taken');
	const arrived = request.arrived.getTime();
	const decision = judgeSave(attempt, arrived, arrived - request.age);
	if (!decision.ok) return refused('conflict', decision.code);
	const isKnown = ({ position, given }: AnswerState) => {
		const shape = paper[position - 1];
		return shape !== undefined && fits(given, shape);
	};
	if (!request.answers.every(isKnown)) return refused('invalid', 'exams.answer.unknown');
	if (attempt.ahead) return refused('invalid', 'exams.answer.ahead');
	const { reached } = attempt;
	if (reached !== null && request.answers.some(({ position }) => position < reached))
		return refused('conflict', 'exams.answer.one_way');
	return { ok: true, late: decision.late };
}

const refused = (kind: SaveRefusalKind, code: ErrorCode): SaveRefused => ({ ok: false, kind, code });
