import { and, eq } from 'drizzle-orm';
import { mayAnywhere } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { addRoom, registerForSitting } from '$lib/features/exams/index.server';
import { registrations } from '$lib/features/exams/tables.server';
import type { World } from '../../support/database';
import { givenPerson } from '../../support/world';
import * as exams from '../exams/given';
import type { Scene } from './scene';
import { drawingPapers } from './sheets';
import type { Route, Who } from './table';

/** A room of the open sitting, and the registration of somebody who is asked nothing here. */
export interface Seats {
	roomId: string;
	registrationId: string;
}

export async function setSeats(world: World, sittingId: string): Promise<Seats> {
	const { officer } = await exams.givenBank(world);
	const { id: roomId } = await addRoom(world.ctx(officer, exams.ANNOUNCED), {
		...{ sittingId, kind: 'site', name: '301', address: '三楼', places: null },
		...{ ipRanges: [], entryWord: 'bcdf-2345', invigilators: [] }
	});
	const candidate = await givenPerson(world);
	await registerForSitting(world.ctx(candidate, exams.REGISTERING), { sittingId });
	const [row] = await world.db
		.select()
		.from(registrations)
		.where(and(eq(registrations.sittingId, sittingId), eq(registrations.personId, candidate.id)));
	return { roomId, registrationId: row!.id };
}

const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
const [reads, manages] = [anywhere('exams.sitting.read'), anywhere('exams.sitting.manage')];
const open = (_side: unknown, scene: Scene) => ({ sitting: scene.openSittingId });
const room = (_side: unknown, scene: Scene) => ({ ...open(_side, scene), room: scene.seats.roomId });
const seat = (_side: unknown, scene: Scene) => ({
	...open(_side, scene),
	registration: scene.seats.registrationId
});
const form = (name: string) => () => ({ kind: 'site', name, places: '', ipRanges: '10.0.0.0/8' });

const BASE = '/(staff)/staff/sittings/[sitting]';

export const seatRoutes: Record<string, Route> = {
	'/(app)/exams/[sitting]/ticket': {
		GET: { may: (who) => who.position === 'own', params: open }
	},
	[`${BASE}/rooms`]: {
		load: { may: reads, params: open },
		draw: drawingPapers,
		remove: { may: manages, params: open, form: (_side, scene) => ({ roomId: scene.seats.roomId }) }
	},
	[`${BASE}/rooms/new`]: {
		load: { may: manages, params: open },
		default: { may: manages, params: open, form: form('302') }
	},
	[`${BASE}/rooms/[room]/edit`]: {
		load: { may: manages, params: room },
		default: { may: manages, params: room, form: form('303') }
	},
	[`${BASE}/seats`]: {
		load: { may: reads, params: open },
		assign: { may: manages, params: open, form: () => ({ order: 'unit' }) }
	},
	[`${BASE}/seats/[registration]`]: {
		load: { may: manages, params: seat },
		move: {
			may: manages,
			params: seat,
			form: (_side, scene) => ({ roomId: scene.seats.roomId, chair: '99' })
		},
		needs: {
			may: manages,
			params: seat,
			form: () => ({ extraMinutes: '10', breakMinutes: '0', needsNote: '手伤' })
		}
	},
	[`${BASE}/tickets`]: { GET: { may: manages, params: open } },
	[`${BASE}/plan`]: { GET: { may: reads, params: open } }
};
