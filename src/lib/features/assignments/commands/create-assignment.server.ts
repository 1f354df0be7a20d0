import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { conflict } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import { follow, type Followed } from '../follow.server';
import { namedGroups, pathOfUnit, personIn } from '../load.server';
import type { CreateAssignment } from '../schema';
import { loadSubject } from '../subject.server';
import { assignmentGroups, assignments } from '../tables.server';

/**
 * Assigns a module or a path to groups of people of a unit and below. Whoever is in the audience now is assigned at once,
 * or waits as an exception when they cannot meet the due date; everybody is told by a job.
 */
export async function createAssignment(
	ctx: Context,
	input: CreateAssignment
): Promise<Followed & { id: string }> {
	return withTransaction(ctx, async (tx) => {
		const unitPath = await pathOfUnit(tx, input.unitId);
		authorize(ctx.actor, 'assignments.assignment.manage', { unitPath });
		const subject = await loadSubject(tx, input.subject);
		if (subject.retired) throw conflict('assignments.subject.retired');
		const groups = await namedGroups(tx, unitPath, input.groups);
		const row = {
			...{ id: newId(ctx.now), ...input.subject, unitId: input.unitId },
			title: {
				'zh-CN': input.titleZh ?? subject.title['zh-CN'],
				en: input.titleEn ?? input.titleZh ?? subject.title.en
			},
			...{ lookBackDays: input.lookBackDays, note: input.note },
			...{ createdBy: personIn(ctx), createdAt: ctx.now, endedBy: null, endedAt: null }
		};
		await tx.insert(assignments).values(row);
		await tx.insert(assignmentGroups).values(
			groups.map(({ audience: { kind, ...value }, dueOn, dueDays }, position) => ({
				...{ id: newId(ctx.now), assignmentId: row.id, position, kind, value, dueOn, dueDays }
			}))
		);
		const followed = await follow(tx, ctx, row);
		const { title, subjectType, subjectCode, lookBackDays } = row;
		await recordAudit(tx, ctx, {
			action: 'assignments.assignment.create',
			subject: { type: 'assignment', id: row.id },
			after: { title, subjectType, subjectCode, unitId: row.unitId, lookBackDays, groups, ...followed }
		});
		return { id: row.id, ...followed };
	});
}
