import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import type { KeptForm } from '../offline';
import { computePairingState, sessionDays } from '../rules';
import { plannedSessions } from '../tables.server';
import type { PairingState } from '../vocabulary';
import { getDevice, type DeviceData } from './device.server';
import { subjectOf } from './subject.server';

export interface LogFormPage {
	pairing: { id: string; name: string; state: PairingState; startsOn: IsoDate; lastOn: IsoDate };
	/** Null while no session may be logged: not begun, over, or not signed by both. */
	kept: KeptForm | null;
	days: { from: IsoDate; to: IsoDate } | null;
	/** Names the entry of a form without a script: the same posted again is the same entry. */
	deviceId: string;
	device: DeviceData;
	/** What the form starts from: a session that the two had planned. */
	planned: PlannedStart | null;
}

export interface PlannedStart {
	occurredOn: IsoDate;
	startedAt: Date;
	minutes: number;
	steps: number[];
}

/**
 * What the form for logging a session needs, for either side. Whoever may not log in this pairing does not find it.
 * `sessionId` names a planned session to start from; one that is gone, cancelled or on a day that may not be logged
 * leaves the form as it is.
 */
export async function getLogForm(
	ctx: Context,
	pairingId: string,
	sessionId: string | null = null
): Promise<LogFormPage> {
	const { actor } = ctx;
	const { pairing, names } = await subjectOf(ctx, pairingId);
	const me = actor.kind === 'person' ? actor.personId : null;
	const isMentor = pairing.mentorId === me;
	if (!isMentor && pairing.traineeId !== me) throw notFound();
	const subject = isMentor ? { mentorIds: [pairing.mentorId] } : { personId: pairing.traineeId };
	if (!can(actor, 'mentoring.entry.log', subject).ok) throw notFound();
	const device = await getDevice(ctx);
	const today = dateIn(ctx.now);
	const kept = device.forms.find((form) => form.pairingId === pairing.id) ?? null;
	const days = kept && sessionDays(pairing, today, kept.latestDays);
	const planned = days && sessionId ? await plannedStart(ctx, pairing.id, sessionId, days) : null;
	const { id, startsOn, endsOn, endedOn } = pairing;
	return {
		pairing: {
			...{ id, startsOn, lastOn: endedOn ?? endsOn },
			name: isMentor ? names.trainee : names.mentor,
			state: computePairingState(pairing, today)
		},
		...{ kept, days, planned },
		deviceId: randomUUID(),
		device
	};
}

async function plannedStart(
	ctx: Context,
	pairingId: string,
	sessionId: string,
	days: { from: IsoDate; to: IsoDate }
): Promise<PlannedStart | null> {
	if (!isId(sessionId)) return null;
	const { id, pairingId: of, state } = plannedSessions;
	const [found] = await ctx.db
		.select()
		.from(plannedSessions)
		.where(and(eq(id, sessionId), eq(of, pairingId), eq(state, 'planned')));
	const occurredOn = found && dateIn(found.startsAt);
	if (!occurredOn || occurredOn < days.from || occurredOn > days.to) return null;
	const minutes = Math.round((found.endsAt.getTime() - found.startsAt.getTime()) / 60_000);
	return { occurredOn, startedAt: found.startsAt, minutes, steps: found.steps };
}
