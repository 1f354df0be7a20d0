import {
	cancelClass,
	checkIn,
	closeClass,
	createClass,
	decideRequest,
	enrolSelf,
	getStaffClass,
	getTeaching,
	markAttendance,
	openClass,
	showCodes
} from '$lib/features/classes/index.server';
import { listUnits } from '$lib/features/people/index.server';
import { Refusal } from '$lib/shared/errors';
import { classPlans, type ClassPlan } from './class-plans';
import type { Crew, Member } from './people';
import type { Story } from './story';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;

interface Session {
	startsAt: Date;
	endsAt: Date;
	place: string;
}

/** Classes with their learners: past ones with results, one that goes on, some to come. */
export function tellClasses(story: Story, crew: Crew): void {
	for (const plan of classPlans) tellClass(story, crew, plan);
}

/** The class of today begins at nine, or half an hour ago where that is not past, and goes on for hours yet. */
function sessionsOf(story: Story, plan: ClassPlan): Session[] {
	let before = -Infinity;
	return plan.days.map((planned, i) => {
		// Days at a weekend move on to Monday, and push those after them.
		const day = planned === 0 || planned === 1 ? planned : Math.max(planned, before + 1);
		const place = plan.places[i % plan.places.length]!;
		const at = (hour: number, minute = 0) =>
			day === 0 || day === 1
				? new Date(story.ago(0, hour, minute).getTime() + day * DAY)
				: workday(hour, minute);
		const workday = (hour: number, minute: number) =>
			story.after(new Date(story.ago(0, 9).getTime() + day * DAY), 0, hour, minute);
		before = Math.round((at(9).getTime() - story.ago(0, 9).getTime()) / DAY);
		const [startsAt, endsAt] = [at(9), plan.wholeDay ? at(16, 30) : at(12)];
		if (day !== 0) return { startsAt, endsAt, place };
		const now = story.today.getTime();
		return {
			startsAt: new Date(
				Math.min(startsAt.getTime(), Math.floor(now / (10 * MINUTE)) * 10 * MINUTE - 30 * MINUTE)
			),
			endsAt: new Date(Math.max(endsAt.getTime(), Math.ceil(now / HOUR) * HOUR + 4 * HOUR)),
			place
		};
	});
}

function tellClass(story: Story, crew: Crew, plan: ClassPlan): void {
	const officer = crew.by('JH0019').actor;
	const teacher = crew.by(plan.teacher);
	const sessions = sessionsOf(story, plan);
	const first = sessions[0]!.startsAt;
	const last = sessions.at(-1)!.endsAt;
	const planned = new Date(Math.min(first.getTime() - 32 * DAY, story.today.getTime() - 2 * DAY));
	const enrolUntil = new Date(first.getTime() - (plan.stage === 'today' ? 20 * HOUR : 3 * DAY));
	let id = '';
	story.scene(planned, async (at) => {
		const ctx = story.context(officer, at);
		const { title, summary, subject, method, area, tiers, creditHours, capacity, minimum } = plan;
		const unitId = await headOffice(story, at);
		const made = await createClass(ctx, {
			...{ subject, titleZh: title[0], titleEn: title[1], summaryZh: summary[0], summaryEn: summary[1] },
			...{ method, area, tiers, creditHours, capacity, minimum, unitId, enrolUntil },
			...{ approval: plan.approval ? ('officer' as const) : ('none' as const), neededShare: 80 },
			teacher: teacher.plan.employeeNo,
			sessions: sessions.map((session, row) => ({ ...session, row, id: null }))
		});
		id = made.id;
		if (plan.stage !== 'draft') await openClass(ctx, { classId: id });
	});
	if (plan.stage === 'draft') return;
	const asked = new Date(planned.getTime() + DAY);
	const learners: Member[] = [];
	story.scene(asked, () => enrolAll(story, crew, plan, () => id, asked, learners));
	if (plan.stage === 'cancelled') {
		story.scene(new Date(first.getTime() - 5 * DAY), (at) =>
			cancelClass(story.context(officer, at), { classId: id, reason: '报名人数不足，并入下一期。' })
		);
	}
	if (plan.approval) {
		story.scene(new Date(asked.getTime() + 5 * HOUR), async (at) => {
			const ctx = story.context(officer, at);
			const { requested } = await getStaffClass(ctx, id);
			for (const [i, { id: enrolmentId }] of requested.slice(0, 4).entries()) {
				const declined = i === 3;
				await decideRequest(ctx, {
					...{ classId: id, enrolmentId, verdict: declined ? 'decline' : 'approve' },
					reason: declined ? '本期面向从事授信业务满两年的人员，请先参加“信贷业务法律实务”。' : null
				});
			}
		});
	}
	if (plan.stage === 'closed' || plan.stage === 'over')
		tellAttendance(story, teacher, sessions, () => id, learners);
	if (plan.stage === 'closed') {
		story.scene(new Date(last.getTime() + 30 * HOUR), (at) =>
			closeClass(story.context(officer, at), { classId: id })
		);
	}
	if (plan.stage === 'today') tellToday(story, teacher, sessions[0]!, () => id, learners);
}

/** People of the outlets ask one after the other; whom it clashes with an exam does without. */
async function enrolAll(
	story: Story,
	crew: Crew,
	plan: ClassPlan,
	id: () => string,
	asked: Date,
	learners: Member[]
): Promise<void> {
	const pool = crew.members.filter(
		(member) =>
			member.plan.unit.startsWith('B') &&
			member.since < asked &&
			member.plan.employeeNo !== plan.teacher &&
			!['left', 'suspended'].includes(member.plan.special ?? '')
	);
	// The trainee whom visitors sign in as is in every other class.
	const lin = crew.by('JH0183');
	const others = pool.filter((member) => member !== lin);
	const turn = [...others.slice(plan.from), ...others.slice(0, plan.from)];
	if (plan.from % 2 === 0) turn.splice(2, 0, lin);
	for (const [i, member] of turn.entries()) {
		if (learners.length >= plan.learners) return;
		const ctx = story.context(member.actor, new Date(asked.getTime() + i * 7 * MINUTE));
		try {
			await enrolSelf(ctx, { classId: id() });
			learners.push(member);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
		}
	}
}

/** Most are there; one misses it all, one is late, one is excused once. */
function tellAttendance(
	story: Story,
	teacher: Member,
	sessions: Session[],
	id: () => string,
	learners: Member[]
): void {
	sessions.forEach(({ startsAt }, k) => {
		story.scene(new Date(startsAt.getTime() + 25 * MINUTE), async (at) => {
			const ctx = story.context(teacher.actor, at);
			const teaching = await getTeaching(ctx, id(), null, '');
			const sessionId = teaching.sessions[k]!.id;
			for (const [i, { id: personId }] of learners.entries()) {
				if (i === 4) continue;
				const [state, note] =
					i === 6 && k === 0
						? (['excused', '参加监管检查'] as const)
						: ([i === 5 ? 'late' : 'present', null] as const);
				await markAttendance(ctx, { classId: id(), sessionId, personId, state, note });
			}
		});
	});
}

/** Codes are shown, and most have come by now. */
function tellToday(
	story: Story,
	teacher: Member,
	{ startsAt }: Session,
	id: () => string,
	learners: Member[]
): void {
	const at = new Date(Math.min(startsAt.getTime() + 4 * MINUTE, story.today.getTime()));
	story.scene(at, async () => {
		const ctx = story.context(teacher.actor, at);
		const { sessionId } = await getTeaching(ctx, id(), null, '');
		await showCodes(ctx, { classId: id(), sessionId, show: 'on' });
		const { register } = await getTeaching(ctx, id(), sessionId, '');
		// The trainee whom visitors sign in as has still to come.
		for (const { actor, plan } of learners.slice(0, 6)) {
			if (plan.employeeNo === 'JH0183') continue;
			await checkIn(story.context(actor, at), { code: register.code!.digits });
		}
	});
}

async function headOffice(story: Story, at: Date): Promise<string> {
	const units = await listUnits(story.system(at));
	return units.find(({ code }) => code === 'HQTR')!.id;
}
