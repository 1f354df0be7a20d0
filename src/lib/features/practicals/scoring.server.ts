import { and, eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { RubricRow } from '$lib/features/bank';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { canonicalJson } from '$lib/shared/json';
import { holdCandidate, personOf, type CandidateRow, type PracticalRow } from './hold.server';
import { decideScoring, type Scores } from './rules';
import type { SaveSheet } from './schema';
import { practicalPanels, practicals, practicalSheets, practicalSlots } from './tables.server';

export interface OpenSheet {
	candidate: CandidateRow;
	examinerId: string;
	practical: PracticalRow;
	/** Its version; 0 where nothing was saved. */
	version: number;
}

/**
 * Holds a sheet of the actor's that may be written on. Refused: it is handed in, all is decided, the slot's day has not come, or
 * another device has saved it since it was opened.
 */
export async function holdSheet(tx: Database, ctx: Context, input: SaveSheet): Promise<OpenSheet> {
	const { candidate, examinerId } = await holdExamined(tx, ctx, input.candidateId);
	const [practical] = await tx.select().from(practicals).where(eq(practicals.sittingId, candidate.sittingId));
	const [sheet] = await tx
		.select()
		.from(practicalSheets)
		.where(and(eq(practicalSheets.candidateId, candidate.id), eq(practicalSheets.examinerId, examinerId)));
	const decision = decideScoring({
		isDue: await isDue(tx, candidate, ctx.now),
		submitted: Boolean(sheet?.submittedAt),
		decided: candidate.decidedAt !== null
	});
	if (!decision.ok) throw conflict(decision.code);
	const version = sheet?.version ?? 0;
	if (input.version !== version && !(sheet && isRepeated(sheet, input)))
		throw conflict('practicals.sheet.newer');
	return { candidate, examinerId, practical: practical as PracticalRow, version };
}

/** Whether a sheet says already what is sent on the version before it: the answer to the last save got lost on its way. */
const isRepeated = (sheet: typeof practicalSheets.$inferSelect, input: SaveSheet): boolean =>
	input.version === sheet.version - 1 &&
	input.note === (sheet.note || null) &&
	canonicalJson(input.scores) === canonicalJson(sheet.scores);

/** Whether the day of a candidate's slot has come. */
export async function isDue(
	db: Database,
	{ slotId }: Pick<CandidateRow, 'slotId'>,
	now: Date
): Promise<boolean> {
	const [slot] = slotId
		? await db
				.select({ startsAt: practicalSlots.startsAt })
				.from(practicalSlots)
				.where(eq(practicalSlots.id, slotId))
		: [];
	return slot !== undefined && dateIn(now) >= dateIn(slot.startsAt);
}

/** Writes a sheet on top of the version that it was opened on. The caller holds the candidate. */
export async function writeSheet(
	tx: Database,
	ctx: Context,
	{ candidate, examinerId, practical, version }: OpenSheet,
	written: Pick<SaveSheet, 'scores' | 'note'> & { totalHundredths: number | null }
): Promise<number> {
	const row = {
		...{ scores: known(practical.rubric, written.scores), note: written.note ?? '' },
		...{ version: version + 1, savedAt: ctx.now, totalHundredths: written.totalHundredths },
		submittedAt: written.totalHundredths === null ? null : ctx.now
	};
	await tx
		.insert(practicalSheets)
		.values({ ...row, candidateId: candidate.id, examinerId })
		.onConflictDoUpdate({
			target: [practicalSheets.candidateId, practicalSheets.examinerId],
			set: row
		});
	return row.version;
}

/** Of what was sent, the rows and levels that the rubric has. */
const known = (rubric: readonly RubricRow[], scores: Scores): Scores =>
	Object.fromEntries(
		rubric.flatMap(({ id, levels }) => {
			const level = scores[id];
			return level !== undefined && levels[level] ? [[id, level]] : [];
		})
	);

/** A candidate whom the actor examines, held. Throws notFound for everybody else. */
export async function holdExamined(tx: Database, ctx: Context, candidateId: string) {
	const candidate = await holdCandidate(tx, candidateId);
	const examinerId = await examinerOf(tx, ctx, candidateId);
	return { candidate, examinerId };
}

/** The actor's id, who is on the panel of a candidate. Throws notFound where they are not. */
export async function examinerOf(db: Database, ctx: Context, candidateId: string): Promise<string> {
	const personId = personOf(ctx.actor);
	const [member] = personId
		? await db
				.select()
				.from(practicalPanels)
				.where(and(eq(practicalPanels.candidateId, candidateId), eq(practicalPanels.examinerId, personId)))
		: [];
	if (!member) throw notFound();
	authorize(ctx.actor, 'practicals.sheet.write', { personId: member.examinerId });
	return member.examinerId;
}
