import { and, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { authorize, can, type Actor } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { roleNames, roles } from '$lib/access/roles';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { attempts, registrations, roomInvigilators, sittingRooms, sittings } from '../exams/tables.server';
import { people, roleGrants } from '../people/tables.server';
import { markingMarkers, markingPlans } from './tables.server';

export type PlanRow = typeof markingPlans.$inferSelect;
export type SittingRow = typeof sittings.$inferSelect;

export const personOf = (actor: Actor): string | null => (actor.kind === 'person' ? actor.personId : null);

export const titleOf = ({ titleZh, titleEn }: Pick<SittingRow, 'titleZh' | 'titleEn'>): LocalText => ({
	'zh-CN': titleZh,
	en: titleEn
});

/**
 * A sitting whose answers people read, with its plan, held to the end of the transaction: whoever changes how it is marked does
 * so one after the other. Not by a candidate of it. Throws notFound.
 */
export async function holdPlanOf(tx: Database, ctx: Context, sittingId: string) {
	const [sitting] = await tx.select().from(sittings).where(eq(sittings.id, sittingId)).for('no key update');
	if (!sitting) throw notFound();
	const own = await candidatesAmong(tx, sittingId, [personOf(ctx.actor)]);
	authorize(ctx.actor, 'marking.plan.manage', { parties: { candidate: own } });
	if (sitting.reading === 'nobody') throw conflict('marking.plan.nobody');
	const [plan] = await tx.select().from(markingPlans).where(eq(markingPlans.sittingId, sittingId));
	return { sitting, plan: plan ?? null, markerIds: await markersOf(tx, sittingId) };
}

/** The same for what needs a plan. */
export async function holdPlan(tx: Database, ctx: Context, sittingId: string) {
	const { plan, ...rest } = await holdPlanOf(tx, ctx, sittingId);
	if (!plan) throw conflict('marking.plan.missing');
	return { ...rest, plan };
}

/** Whether the signed-in person may see how a sitting is marked: not as a candidate of it. */
export async function seesMarking(ctx: Context, sittingId: string): Promise<boolean> {
	const own = await candidatesAmong(ctx.db, sittingId, [personOf(ctx.actor)]);
	return can(ctx.actor, 'marking.plan.read', { parties: { candidate: own } }).ok;
}

/** A sitting with its plan, to read; not by a candidate of it. Throws notFound. */
export async function readPlan(ctx: Context, sittingId: string) {
	authorize(ctx.actor, 'marking.plan.read');
	const [found] = isId(sittingId)
		? await ctx.db
				.select({ sitting: sittings, plan: markingPlans })
				.from(sittings)
				.leftJoin(markingPlans, eq(markingPlans.sittingId, sittings.id))
				.where(eq(sittings.id, sittingId))
		: [];
	if (!found || !(await seesMarking(ctx, sittingId))) throw notFound();
	return found;
}

/** Who marks a sitting, in the order of their ids. */
export async function markersOf(tx: Database, sittingId: string): Promise<string[]> {
	const rows = await tx.select().from(markingMarkers).where(eq(markingMarkers.sittingId, sittingId));
	return rows.map(({ personId }) => personId).sort();
}

/** Those among some people who registered for a sitting or sat it. */
export async function candidatesAmong(
	tx: Database,
	sittingId: string,
	personIds: readonly (string | null)[]
): Promise<string[]> {
	const ids = personIds.filter((id) => id !== null);
	if (!ids.length) return [];
	const rows = await tx
		.selectDistinct({ personId: registrations.personId })
		.from(registrations)
		.leftJoin(attempts, and(eq(attempts.sittingId, sittingId), eq(attempts.personId, registrations.personId)))
		.where(
			and(
				eq(registrations.sittingId, sittingId),
				inArray(registrations.personId, ids),
				or(isNull(registrations.withdrawnAt), isNotNull(attempts.id))
			)
		);
	return rows.map(({ personId }) => personId);
}

/** Those among some people who invigilate a room of a sitting. */
export async function invigilatorsAmong(tx: Database, sittingId: string, personIds: readonly string[]) {
	if (!personIds.length) return [];
	const rows = await tx
		.selectDistinct({ personId: roomInvigilators.personId })
		.from(roomInvigilators)
		.innerJoin(sittingRooms, eq(sittingRooms.id, roomInvigilators.roomId))
		.where(and(eq(sittingRooms.sittingId, sittingId), inArray(roomInvigilators.personId, [...personIds])));
	return rows.map(({ personId }) => personId);
}

/** Active people who hold a permission today that reaches others, with their names, by employee number. */
export async function holdersBeyondThemselves(tx: Database, ctx: Context, permission: Permission) {
	const giving = roleNames.filter(
		(role) => !['self', undefined].includes(roles[role].permissions[permission])
	);
	if (!giving.length) return [];
	const today = dateIn(ctx.now);
	return tx
		.select({ id: people.id, name: people.name, employeeNo: people.employeeNo })
		.from(people)
		.where(
			and(
				eq(people.status, 'active'),
				sql`exists (select from ${roleGrants} g where g.person_id = ${people.id} and g.revoked_at is null
					and g.valid_from <= ${today}::date and (g.valid_to is null or g.valid_to >= ${today}::date)
					and g.role in (${sql.join(
						giving.map((role) => sql`${role}`),
						sql`, `
					)}))`
			)
		)
		.orderBy(people.employeeNo);
}

/** Who may be named as a marker: they hold the role, and nothing that shows them who wrote what. */
export async function listEligibleMarkers(tx: Database, ctx: Context) {
	const seeing = new Set(
		[
			...(await holdersBeyondThemselves(tx, ctx, 'exams.result.read')),
			...(await holdersBeyondThemselves(tx, ctx, 'marking.plan.read'))
		].map(({ id }) => id)
	);
	return (await holdersBeyondThemselves(tx, ctx, 'marking.answer.mark')).filter(({ id }) => !seeing.has(id));
}
