/** What happens once somebody has left the exam's page as often as `times`. */
export const leavingActs = ['count', 'warn', 'flag', 'handIn'] as const;
export type LeavingAct = (typeof leavingActs)[number];

/** Who lets another device take over: an invigilator, or the candidate by themselves. */
export const takeOvers = ['released', 'self'] as const;
export type TakeOver = (typeof takeOvers)[number];

/**
 * What a sitting watches and holds to in the room. All of it is told to candidates before they begin; nothing of it fails
 * anybody: what is noticed is for people to judge.
 */
export interface RoomRules {
	/** Each candidate gets the questions, or the options, in an order of their own (cases stay together). */
	mixQuestions: boolean;
	mixOptions: boolean;
	/** No way back to a question that was left. */
	oneWay: boolean;
	noCopy: boolean;
	fullScreen: boolean;
	/** Name and time lie over the page. */
	watermark: boolean;
	leaving: { act: LeavingAct; times: number };
	takeOver: TakeOver;
	/** Config Keys of Safe Exam Browser (64 hexadecimal digits): begun only with one of them. None: with any browser. */
	configKeys: string[];
}

export const openRules: RoomRules = {
	...{
		mixQuestions: false,
		mixOptions: false,
		oneWay: false,
		noCopy: false,
		fullScreen: false,
		watermark: false
	},
	leaving: { act: 'count', times: 3 },
	takeOver: 'released',
	configKeys: []
};

/** The rules as a sitting keeps them; what it does not say is open. */
export const rulesOf = (kept: unknown): RoomRules => ({ ...openRules, ...(kept as Partial<RoomRules>) });
