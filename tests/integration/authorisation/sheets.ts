import { mayAnywhere, reachesOf } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import type { Scene, Side } from './scene';
import type { Route, Who } from './table';

const wide = (who: Who, permission: Permission) =>
	reachesOf(who.actor, permission).some(({ reach }) => reach === 'organisation');
/** Who invigilates the room, and who does everywhere; never a candidate of the sitting. */
const reads = (who: Who) =>
	who.position === 'mentee' || (who.position !== 'own' && wide(who, 'exams.room.invigilate'));
const settles = (who: Who) =>
	who.position !== 'own' && wide(who, 'exams.sitting.manage') && wide(who, 'exams.room.invigilate');
const prints = (who: Who) => who.position !== 'own' && wide(who, 'exams.sitting.manage');

const room = (side: Side) => ({ room: side.desks.paperRoomId });
const unread = (side: Side) => ({ ...room(side), registration: side.desks.unreadId });
const differing = (side: Side) => ({ ...room(side), registration: side.desks.differingId });
const absent = () => ({ present: 'no' });
const file = { text: '准考证号,到考\nNOBODY,缺' };

const BASE = '/(staff)/staff/invigilation/[room]';

/** The times of the paper room as they are noted. */
export const recordingTimes: Route[string] = {
	may: reads,
	params: room,
	form: () => ({ beganAt: '2026-03-06T09:00', endedAt: '2026-03-06T10:00' })
};
export const drawingPapers: Route[string] = {
	may: (who) => mayAnywhere(who.actor, 'exams.sitting.manage'),
	params: (_side: Side, scene: Scene) => ({ sitting: scene.sittingId })
};

export const sheetRoutes: Record<string, Route> = {
	[`${BASE}/sheets/[registration]`]: {
		load: { may: reads, params: unread },
		default: { may: reads, params: unread, form: absent }
	},
	[`${BASE}/sheets/[registration]/settle`]: {
		load: { may: settles, params: differing },
		default: { may: settles, params: differing, form: absent }
	},
	[`${BASE}/scan`]: {
		load: { may: reads, params: room },
		preview: { may: reads, params: room, form: () => file },
		// Nobody of the room stands in it.
		read: { may: reads, params: room, form: () => file, conflicts: true }
	},
	[`${BASE}/scan/template`]: { GET: { may: reads, params: room } },
	'/(staff)/staff/sittings/[sitting]/rooms/[room]/print': {
		POST: {
			may: prints,
			params: (side, scene) => ({ sitting: scene.sittingId, room: side.desks.paperRoomId }),
			form: () => ({ locale: 'zh-CN' })
		}
	}
};
