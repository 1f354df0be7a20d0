import { randomUUID } from 'node:crypto';
import { can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import type { KeptForm } from '../offline';
import { computePairingState, sessionDays } from '../rules';
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
}

/** What the form for logging a session needs, for either side. Whoever may not log in this pairing does not find it. */
export async function getLogForm(ctx: Context, pairingId: string): Promise<LogFormPage> {
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
	const { id, startsOn, endsOn, endedOn } = pairing;
	return {
		pairing: {
			...{ id, startsOn, lastOn: endedOn ?? endsOn },
			name: isMentor ? names.trainee : names.mentor,
			state: computePairingState(pairing, today)
		},
		kept,
		days: kept && sessionDays(pairing, today, kept.latestDays),
		deviceId: randomUUID(),
		device
	};
}
