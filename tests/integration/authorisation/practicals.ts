import { eq } from 'drizzle-orm';
import { mayAnywhere } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { sittings } from '$lib/features/exams/tables.server';
import {
	practicalCandidates,
	practicalExaminers,
	practicalPanels,
	practicals,
	practicalSlots
} from '$lib/features/practicals/tables.server';
import { newId } from '$lib/shared/ids';
import type { World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import type { Scene, Side } from './scene';
import type { Route, Who } from './table';

/** The practical part of the open sitting, in which the mentor examines the trainee right now. */
export interface SidePracticals {
	candidateId: string;
	freeSlotId: string;
	/** Somebody else of the pool. */
	reserve: GivenPerson;
}

const levels = [
	{ share: 100, words: { 'zh-CN': '优秀', en: 'Excellent' } },
	{ share: 0, words: { 'zh-CN': '没有', en: 'None' } }
];
const HOUR_MS = 3_600_000;

export async function setPractical(world: World, sittingId: string, now: Date): Promise<void> {
	await world.db.update(sittings).set({ practical: true }).where(eq(sittings.id, sittingId));
	await world.db.insert(practicals).values({
		...{ sittingId, titleZh: '客户面谈', titleEn: 'Customer conversation', passPercent: 60, setUpAt: now },
		rubric: [{ id: 'c1', criterion: { 'zh-CN': '沟通', en: 'Talking' }, weight: 100, levels }]
	});
}

/** Written directly: whoever mentored the candidate would be left out. */
export async function setExamining(
	world: World,
	people: { trainee: GivenPerson; mentor: GivenPerson },
	sittingId: string,
	now: Date
): Promise<SidePracticals> {
	const { trainee, mentor } = people;
	const reserve = await givenPerson(world);
	const place = `会议室 ${trainee.employeeNo}`;
	const slot = async (fromMs: number) => {
		const [id, startsAt] = [newId(now), new Date(now.getTime() + fromMs)];
		const endsAt = new Date(startsAt.getTime() + HOUR_MS / 2);
		await world.db.insert(practicalSlots).values({ id, sittingId, startsAt, endsAt, place });
		return id;
	};
	const [slotId, candidateId] = [await slot(-60_000), newId(now)];
	await world.db.insert(practicalCandidates).values({
		...{ id: candidateId, sittingId, personId: trainee.id, slotId }
	});
	await world.db
		.insert(practicalExaminers)
		.values([mentor, reserve].map(({ id }) => ({ sittingId, personId: id })));
	await world.db.insert(practicalPanels).values({ candidateId, examinerId: mentor.id });
	return { candidateId, freeSlotId: await slot(HOUR_MS), reserve };
}

/** With the permission somewhere, and not a candidate of the sitting. */
const outside = (permission: Permission) => (who: Who) =>
	who.position !== 'own' && mayAnywhere(who.actor, permission);
const reads = outside('practicals.practical.read');
const manages = outside('practicals.practical.manage');
/** The mentor is on the panel, whatever their roles. */
const examines = (who: Who) => who.position === 'mentee';

const open = (_side: Side, scene: Scene) => ({ sitting: scene.openSittingId });
const candidate = (side: Side, scene: Scene) => ({
	...open(side, scene),
	candidate: side.practicals.candidateId
});
const examined = (side: Side) => ({ candidate: side.practicals.candidateId });
const sheet = () => ({ version: '0', 'scores.c1': '0', note: '' });

const BASE = '/(staff)/staff/sittings/[sitting]/practical';
const MINE = '/(app)/examinations';

export const practicalRoutes: Record<string, Route> = {
	[BASE]: {
		load: { may: reads, params: open },
		arrange: { may: manages, params: open },
		remove: { may: manages, params: open }
	},
	[`${BASE}/edit`]: {
		load: { may: manages, params: open },
		default: {
			may: manages,
			params: open,
			form: () => ({
				...{ titleZh: '口试', titleEn: 'Oral exam', passPercent: '60' },
				...{ 'rubric.0.zh': '沟通', 'rubric.0.en': 'Talking', 'rubric.0.weight': '100' },
				...{ 'rubric.0.levels.0.share': '100', 'rubric.0.levels.0.zh': '好', 'rubric.0.levels.0.en': 'Good' },
				...{ 'rubric.0.levels.1.share': '0', 'rubric.0.levels.1.zh': '差', 'rubric.0.levels.1.en': 'Poor' }
			})
		}
	},
	[`${BASE}/slots`]: {
		load: { may: manages, params: open },
		examiners: {
			may: manages,
			params: open,
			form: (side) => ({ 'examiners[]': [side.mentor.employeeNo, side.practicals.reserve.employeeNo] })
		},
		slots: {
			may: manages,
			params: open,
			form: () => ({
				...{ day: '2026-03-23', from: '09:00', minutes: '20', pause: '10', count: '2', place: '会议室' }
			})
		},
		removeSlot: {
			may: manages,
			params: open,
			form: (side) => ({ slotId: side.practicals.freeSlotId })
		}
	},
	[`${BASE}/[candidate]`]: {
		load: { may: reads, params: candidate },
		move: { may: manages, params: candidate, form: (side) => ({ slotId: side.practicals.freeSlotId }) },
		panel: {
			may: manages,
			params: candidate,
			form: (side) => ({ 'examinerIds[]': [side.practicals.reserve.id] })
		},
		absence: { may: manages, params: candidate, form: () => ({ reason: '没有到场' }) }
	},
	[MINE]: { load: { may: () => true } },
	[`${MINE}/[candidate]`]: {
		load: { may: examines, params: examined },
		save: { may: examines, params: examined, form: sheet },
		submit: { may: examines, params: examined, form: sheet },
		recuse: { may: examines, params: examined, form: () => ({ reason: '亲属' }) }
	},
	[`${MINE}/[candidate]/draft`]: { POST: { may: examines, params: examined, form: sheet } }
};
