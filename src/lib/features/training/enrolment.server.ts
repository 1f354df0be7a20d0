import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { getPersonSubject, type PersonSubject } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { completions, enrolments, modules, moduleVersions } from './tables.server';

export interface EnrolmentRow {
	id: string;
	personId: string;
	versionId: string;
	version: number;
	moduleId: string;
	code: string;
	retiredAt: Date | null;
	/** Neither completed nor moved to a newer version. */
	isOpen: boolean;
	subject: PersonSubject;
}

/**
 * Somebody's enrolment for an officer who manages it; everything else that would change it waits until the
 * transaction ends. Refused outside the officer's unit, and for their own.
 */
export async function lockManaged(tx: Database, ctx: Context, enrolmentId: string): Promise<EnrolmentRow> {
	const [locked] = await tx.select().from(enrolments).where(eq(enrolments.id, enrolmentId)).for('update');
	if (!locked) throw notFound();
	const subject = await getPersonSubject(tx, locked.personId);
	authorize(ctx.actor, 'training.progress.manage', {
		...{ personId: subject.id, unitPath: subject.unitPath, parties: { person: subject.id } }
	});
	const [row] = await tx
		.select({
			version: moduleVersions.version,
			moduleId: modules.id,
			code: modules.code,
			retiredAt: modules.retiredAt,
			completionId: completions.id
		})
		.from(moduleVersions)
		.innerJoin(modules, eq(modules.id, moduleVersions.moduleId))
		.leftJoin(completions, eq(completions.enrolmentId, enrolmentId))
		.where(eq(moduleVersions.id, locked.moduleVersionId));
	const { completionId, ...module } = row!;
	return {
		...{ id: locked.id, personId: locked.personId, versionId: locked.moduleVersionId, ...module, subject },
		isOpen: completionId === null && locked.movedAt === null
	};
}
