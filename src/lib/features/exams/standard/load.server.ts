import { and, asc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { personOf } from '../held-room.server';
import {
	attemptPapers,
	registrations,
	sittings,
	standardEstimates,
	standardItems,
	standardJudges,
	standardStudies,
	standardTurns
} from '../tables.server';
import { studyStateOf, type StudyState } from '../states';

export type Study = typeof standardStudies.$inferSelect;

/** A study with its sitting, which is held until the transaction ends: its release and other studies wait. Throws notFound. */
export async function takeStudy(tx: Database, studyId: string) {
	const study = await findStudy(tx, studyId);
	const [sitting] = await tx
		.select()
		.from(sittings)
		.where(eq(sittings.id, study.sittingId))
		.for('no key update');
	const [held] = await tx.select().from(standardStudies).where(eq(standardStudies.id, studyId)).for('update');
	return { study: held!, sitting: sitting! };
}

export async function findStudy(db: Database, studyId: string): Promise<Study> {
	if (!isId(studyId)) throw notFound();
	const [study] = await db.select().from(standardStudies).where(eq(standardStudies.id, studyId));
	if (!study) throw notFound();
	return study;
}

/** Throws where a study does not stand as `state` says. */
export function demandStudy(study: Study, state: StudyState): void {
	const is = studyStateOf(study);
	if (is !== state) throw conflict(`standard.state.${is}`);
}

/** The actor, where they sit the exam or may: they have no part in its pass mark. */
export async function candidateIn(db: Database, ctx: Context, sittingId: string): Promise<string | null> {
	const personId = personOf(ctx.actor);
	const [found] = personId ? await candidatesAmong(db, sittingId, [personId]) : [];
	return found ?? null;
}

/** Those of some people who are registered for a sitting or have a paper of it. */
export async function candidatesAmong(
	db: Database,
	sittingId: string,
	personIds: readonly string[]
): Promise<string[]> {
	const rows = await db
		.selectDistinct({ id: people.id })
		.from(people)
		.leftJoin(
			registrations,
			and(
				...[eq(registrations.personId, people.id), eq(registrations.sittingId, sittingId)],
				isNull(registrations.withdrawnAt)
			)
		)
		.leftJoin(
			attemptPapers,
			and(eq(attemptPapers.personId, people.id), eq(attemptPapers.sittingId, sittingId))
		)
		.where(
			and(
				sql`${people.id} in (select jsonb_array_elements_text(${JSON.stringify(personIds)}::text::jsonb)::uuid)`,
				or(isNotNull(registrations.id), isNotNull(attemptPapers.id))
			)
		);
	return rows.map(({ id }) => id);
}

/** The items of a study in the order in which judges come to them: one for each form that they stand on. */
export async function listStudyItems(db: Database, studyId: string) {
	return db
		.select()
		.from(standardItems)
		.where(eq(standardItems.studyId, studyId))
		.orderBy(asc(standardItems.place), asc(standardItems.paperId));
}

/** Judges of a study whose estimates count, with how far they are in its round. */
export async function listJudges(db: Database, study: Pick<Study, 'id' | 'round'>) {
	return db
		.select({
			...{ personId: people.id, name: people.name, employeeNo: people.employeeNo },
			...{ openedAt: standardTurns.openedAt, submittedAt: standardTurns.submittedAt },
			estimated: sql<number>`(select count(*)::int from ${standardEstimates} e where e.study_id = ${study.id}
				and e.person_id = ${people.id} and e.round = ${study.round})`
		})
		.from(standardJudges)
		.innerJoin(people, eq(people.id, standardJudges.personId))
		.leftJoin(
			standardTurns,
			and(
				...[eq(standardTurns.studyId, study.id), eq(standardTurns.personId, standardJudges.personId)],
				eq(standardTurns.round, study.round)
			)
		)
		.where(and(eq(standardJudges.studyId, study.id), isNull(standardJudges.leftOutAt)))
		.orderBy(asc(people.employeeNo));
}

/** Whether somebody was ever named a judge of a sitting: they have, or may have, seen its items. */
export async function judges(db: Database, sittingId: string, personId: string): Promise<boolean> {
	const [found] = await db
		.select({ studyId: standardJudges.studyId })
		.from(standardJudges)
		.innerJoin(standardStudies, eq(standardStudies.id, standardJudges.studyId))
		.where(and(eq(standardStudies.sittingId, sittingId), eq(standardJudges.personId, personId)))
		.limit(1);
	return found !== undefined;
}

/**
 * What the signed-in person judges, with where they stand in its round. Nobody else's study is there for them: notFound.
 * Throws forbidden for a judge who has become a candidate. `hold`: its round does not end meanwhile, nor is anything else written
 * for them.
 */
export async function findTurn(db: Database, ctx: Context, studyId: string, hold = false) {
	const personId = personOf(ctx.actor);
	if (!personId) throw forbidden('access.signed_out');
	if (!isId(studyId)) throw notFound();
	const ofStudy = db.select().from(standardStudies).where(eq(standardStudies.id, studyId));
	const [study] = hold ? await ofStudy.for('share') : await ofStudy;
	if (!study) throw notFound();
	const ofTurn = db
		.select({ openedAt: standardTurns.openedAt, submittedAt: standardTurns.submittedAt })
		.from(standardTurns)
		.innerJoin(
			standardJudges,
			and(
				eq(standardJudges.studyId, standardTurns.studyId),
				eq(standardJudges.personId, standardTurns.personId)
			)
		)
		.where(
			and(
				...[eq(standardTurns.studyId, study.id), eq(standardTurns.personId, personId)],
				...[eq(standardTurns.round, study.round), isNull(standardJudges.leftOutAt)]
			)
		);
	const [turn] = hold ? await ofTurn.for('update', { of: standardTurns }) : await ofTurn;
	if (!turn) throw notFound();
	authorize(ctx.actor, 'exams.standard.judge', { personId });
	if (await candidateIn(db, ctx, study.sittingId)) throw forbidden('access.separation.self');
	return { study, personId, turn };
}

/** Writes how far a judge is in the study's round. */
export async function setTurn(
	tx: Database,
	study: Pick<Study, 'id' | 'round'>,
	personId: string,
	turn: { openedAt: Date } | { submittedAt: Date }
): Promise<void> {
	await tx
		.update(standardTurns)
		.set(turn)
		.where(
			and(
				...[eq(standardTurns.studyId, study.id), eq(standardTurns.personId, personId)],
				eq(standardTurns.round, study.round)
			)
		);
}
