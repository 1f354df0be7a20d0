import { and, eq, inArray, isNull } from 'drizzle-orm';
import { recordAudit } from '$lib/features/audit/index.server';
import { notify } from '$lib/features/notifications/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { lockManaged, type EnrolmentRow } from '../enrolment.server';
import { findUnchanged } from '../moving';
import type { MoveLearners } from '../schema';
import { enrolments, lessonAnswers, lessonProgress } from '../tables.server';
import { loadCatalogue, loadContents } from '../versions.server';

/**
 * An officer moves people who are in the middle of an older version to the latest: another enrolment, in which lessons
 * that say the same keep what was done in them. The check begins anew, its tries too. People are told. Those who have
 * completed theirs meanwhile are left as they are; refused when nobody is left to move.
 */
export async function moveLearners(ctx: Context, input: MoveLearners): Promise<{ moved: number }> {
	return withTransaction(ctx, async (tx) => {
		const catalogue = await loadCatalogue(tx);
		let moved = 0;
		// In one order, so that two officers at once wait for each other and neither for both.
		for (const id of [...new Set(input.enrolments)].sort()) {
			const row = await lockManaged(tx, ctx, id);
			const latest = catalogue.find(({ code }) => code === row.code)!.versions.at(-1)!;
			if (!row.isOpen || row.retiredAt || latest.id === row.versionId) continue;
			if (await move(tx, ctx, row, latest)) moved++;
		}
		if (!moved) throw conflict('training.enrolment.nobody_to_move');
		return { moved };
	});
}

async function move(
	tx: Database,
	ctx: Context,
	from: EnrolmentRow,
	to: { id: string; version: number }
): Promise<boolean> {
	const contents = await loadContents(tx, [from.versionId, to.id]);
	const content = contents.get(to.id)!;
	const kept = findUnchanged(contents.get(from.versionId)!, content);
	const left = await tx
		.update(enrolments)
		.set({ movedAt: ctx.now })
		.where(and(eq(enrolments.id, from.id), isNull(enrolments.movedAt)))
		.returning({ id: enrolments.id });
	if (!left.length) return false;
	const enrolmentId = newId(ctx.now);
	await tx.insert(enrolments).values({
		...{ id: enrolmentId, personId: from.personId, moduleVersionId: to.id, startedAt: ctx.now }
	});
	if (kept.length) {
		const progress = await tx
			.select()
			.from(lessonProgress)
			.where(and(eq(lessonProgress.enrolmentId, from.id), inArray(lessonProgress.lesson, kept)));
		if (progress.length)
			await tx.insert(lessonProgress).values(progress.map((row) => ({ ...row, enrolmentId })));
		const answers = await tx
			.select()
			.from(lessonAnswers)
			.where(and(eq(lessonAnswers.enrolmentId, from.id), inArray(lessonAnswers.lesson, kept)));
		if (answers.length)
			await tx
				.insert(lessonAnswers)
				.values(answers.map((row) => ({ ...row, id: newId(ctx.now), enrolmentId })));
	}
	await notify(tx, ctx, {
		personId: from.personId,
		kind: 'training.moved',
		params: {
			module: content.title,
			version: to.version,
			kept: kept.length,
			lessons: content.lessons.length
		},
		href: `/training/${from.code}`,
		cause: `training.enrolment.move:${from.id}`
	});
	await recordAudit(tx, ctx, {
		action: 'training.enrolment.move',
		subject: { type: 'enrolment', id: enrolmentId },
		personId: from.personId,
		before: { enrolmentId: from.id, module: from.code, version: from.version },
		after: { version: to.version, kept }
	});
	return true;
}
