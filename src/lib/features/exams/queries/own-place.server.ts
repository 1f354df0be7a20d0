import { and, eq, isNull } from 'drizzle-orm';
import { authorize, mayAnywhere } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { invigilates } from '../invigilators.server';
import { countPlaced, placeInLine, roomsOf } from '../places.server';
import { listReasons, type Reason } from '../reasons.server';
import { resultRulesOf, type ResultRules } from '../result-rules';
import { rulesOf, type RoomRules } from '../room-rules';
import { capacityOf } from '../seating';
import { judges } from '../standard/load.server';
import type { EndCut, RoomKind } from '../states';
import { registrations, sittingRooms, sittings } from '../tables.server';

/** What a candidate is told about the room beforehand. */
export interface Told {
	rules: Omit<RoomRules, 'configKeys'>;
	/** Opens only in Safe Exam Browser. */
	browser: boolean;
	/** The candidate's own room opens only from its network, or asks a password. */
	network: boolean;
	password: boolean;
	lateMinutes: number | null;
	endCut: EndCut;
	spreadSeconds: number;
	rehearsal: boolean;
	/** The candidate's own room has no network: most of the above does not concern them. */
	onPaper: boolean;
}

export interface OwnPlace {
	told: Told;
	results: ResultRules;
	room: { name: string; address: string; kind: RoomKind; chair: number | null } | null;
	needs: { extraMinutes: number; breakMinutes: number; note: string } | null;
	/** Number on the waiting list; null for who does not wait. */
	inLine: number | null;
	/** Places that are left for who registers now; null: no limit. */
	free: number | null;
	/** What registering asks, answered, for who is not registered and might be. */
	reasons: Reason[];
	/** Invigilates this sitting. */
	invigilates: boolean;
	/** Judges its pass mark. */
	judges: boolean;
}

/** The signed-in person's place in a sitting, what they need, and what registering asks of them. */
export async function getOwnPlace(ctx: Context, sittingId: string): Promise<OwnPlace> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'exams.sitting.register', { personId });
	if (!isId(sittingId)) throw notFound();
	const [found] = await ctx.db
		.select({ sitting: sittings, registration: registrations, room: sittingRooms })
		.from(sittings)
		.leftJoin(
			registrations,
			and(
				eq(registrations.sittingId, sittings.id),
				eq(registrations.personId, personId),
				isNull(registrations.withdrawnAt)
			)
		)
		.leftJoin(sittingRooms, eq(sittingRooms.id, registrations.roomId))
		.where(eq(sittings.id, sittingId));
	if (!found) throw notFound();
	const { sitting, registration, room } = found;
	const { configKeys, ...rules } = rulesOf(sitting.rules);
	const { lateMinutes, endCut, spreadSeconds, rehearsal } = sitting;
	const mayAsk =
		!registration && ctx.now < sitting.registrationClosesAt && !mayAnywhere(ctx.actor, 'bank.item.read');
	const capacity = registration ? null : capacityOf(await roomsOf(ctx.db, sitting.id));
	return {
		told: {
			...{ rules, browser: configKeys.length > 0 },
			...{ network: Boolean(room?.ipRanges.length), password: Boolean(room?.password) },
			...{ lateMinutes, endCut, spreadSeconds, rehearsal, onPaper: room?.kind === 'paper' }
		},
		results: resultRulesOf(sitting),
		room: room && {
			...{ name: room.name, address: room.address, kind: room.kind },
			chair: registration?.chair ?? null
		},
		needs:
			registration && (registration.extraMinutes || registration.breakMinutes)
				? {
						extraMinutes: registration.extraMinutes,
						breakMinutes: registration.breakMinutes,
						note: registration.needsNote
					}
				: null,
		inLine: registration?.waitingSince ? await placeInLine(ctx.db, registration) : null,
		free: capacity === null ? null : Math.max(0, capacity - (await countPlaced(ctx.db, sitting.id))),
		reasons: mayAsk ? await listReasons(ctx, ctx.db, sitting, personId) : [],
		invigilates: mayAsk && (await invigilates(ctx.db, sitting.id, personId)),
		judges: mayAsk && (await judges(ctx.db, sitting.id, personId))
	};
}
