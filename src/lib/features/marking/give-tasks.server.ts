import { randomUUID } from 'node:crypto';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { anyPlace, codeSource, inAnyOrder } from './codes.server';
import type { Turn } from './states';
import { markingTasks } from './tables.server';

export interface NewTask {
	answerId: string;
	markerId: string;
	turn: Turn;
}

const AT_ONCE = 500;

/** Writes tasks: their ids, codes and places by chance. */
export async function giveTasks(
	tx: Database,
	ctx: Context,
	sittingId: string,
	tasks: readonly NewTask[]
): Promise<void> {
	const code = codeSource();
	const rows = inAnyOrder(tasks).map((task) => ({
		...{ ...task, id: randomUUID(), sittingId, code: code(), place: anyPlace(), madeAt: ctx.now }
	}));
	for (let from = 0; from < rows.length; from += AT_ONCE)
		await tx.insert(markingTasks).values(rows.slice(from, from + AT_ONCE));
}
