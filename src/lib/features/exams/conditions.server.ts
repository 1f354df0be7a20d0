import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import type { AskedCondition } from './registration-rules';

/** The answer to a condition, in the reader's language. */
export interface AnsweredCondition {
	met: boolean;
	/** What it asks. */
	says: string;
	/** What the person has. */
	found: string;
	/** The page where the person takes the next step; null where there is none to take. */
	href: string | null;
}

/** Answers conditions about one person on a day, from the same facts as standards are answered from. */
export type ConditionEngine = (
	ctx: Context,
	db: Database,
	about: { personId: string; ladder: string; tier: string; on: IsoDate },
	asked: readonly AskedCondition[]
) => Promise<AnsweredCondition[]>;

let engine: ConditionEngine | undefined;

/** Standards come after exams, so their engine is handed in from above (`src/wiring.server.ts`). */
export function answerConditionsWith(given: ConditionEngine): void {
	engine = given;
}

export const answerConditions: ConditionEngine = async (ctx, db, about, asked) => {
	if (!asked.length) return [];
	if (!engine) throw new Error('Nobody answers conditions: src/wiring.server.ts hands the engine in.');
	return engine(ctx, db, about, asked);
};
