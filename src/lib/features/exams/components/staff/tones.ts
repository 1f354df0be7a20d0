import type { Tone } from '$lib/ui/tone';
import type { CandidateState, SittingPhase, StudyState } from '../../states';

/** Colours of what a sitting or a candidate can be; the words beside them say the same. */
export const phaseTones: Record<SittingPhase, Tone> = {
	announced: 'plain',
	registering: 'accent',
	waiting: 'plain',
	open: 'accent',
	closed: 'missing',
	released: 'met'
};

export const candidateTones: Record<CandidateState, Tone> = {
	registered: 'plain',
	inProgress: 'accent',
	unread: 'waived',
	handedIn: 'waived',
	marked: 'met',
	absent: 'missing'
};

export const studyTones: Record<StudyState, Tone> = {
	judging: 'accent',
	proposed: 'waived',
	approved: 'met',
	rejected: 'missing',
	dropped: 'plain'
};
