import { eq } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import { items, itemVersions } from '../bank/tables.server';
import { attempts } from '../exams/tables.server';
import type { ToAllocate } from './allocate';
import { recusedFrom } from './recusal.server';
import { markingAnswers } from './tables.server';

/** An answer with what decides who may read it, and what HR calls it. */
export interface LoadedAnswer extends ToAllocate {
	code: string;
	candidateId: string;
	characters: number;
	marks: number;
}

/** The answers of a sitting that were collected, with who must not read each. `question` is the item's code. */
export async function loadAnswers(tx: Database, sittingId: string): Promise<LoadedAnswer[]> {
	const rows = await tx
		.select({
			id: markingAnswers.id,
			script: markingAnswers.attemptId,
			code: markingAnswers.code,
			text: markingAnswers.text,
			marks: markingAnswers.marks,
			question: items.code,
			setter: itemVersions.createdBy,
			candidateId: attempts.personId
		})
		.from(markingAnswers)
		.innerJoin(attempts, eq(attempts.id, markingAnswers.attemptId))
		.innerJoin(itemVersions, eq(itemVersions.id, markingAnswers.itemVersionId))
		.innerJoin(items, eq(items.id, itemVersions.itemId))
		.where(eq(markingAnswers.sittingId, sittingId))
		.orderBy(markingAnswers.id);
	const recused = await recusedFrom(tx, [...new Set(rows.map(({ candidateId }) => candidateId))]);
	return rows.map(({ text, ...row }) => ({
		...row,
		characters: [...text].length,
		recused: recused.get(row.candidateId) ?? new Set()
	}));
}
