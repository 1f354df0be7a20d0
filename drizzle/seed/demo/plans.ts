import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import {
	createPairing,
	getPlanForm,
	planSession,
	proposeAgreement,
	signAgreement
} from '$lib/features/mentoring/index.server';
import { pairingAgreements, pairings } from '$lib/features/mentoring/tables.server';
import { dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import type { Crew, Member } from './people';
import type { Story } from './story';

/** How many of the pairings that go on have their next session planned, and at which hours. */
const PLANNED = 16;
const HOURS = ['09:30', '10:30', '14:00', '15:00', '16:00'];
const places = ['网点大堂集合', '客户公司，自带名片', '产业园服务中心', '会议室二，先看材料'];

/** What is ahead in the pairings that go on: next sessions, a change that waits, an agreement that lacks a signature. */
export function tellPlans(story: Story, crew: Crew): void {
	const memberOf = (id: string) => crew.members.find((member) => member.id === id);
	story.scene(story.after(story.ago(0.2), 0, 11, 5), (at) => tellUnsigned(story, crew, at));
	story.scene(story.after(story.ago(0.1), 0, 16, 40), async (at) => {
		const rows = await goingOn(story, at);
		for (const [i, { id, mentorId }] of rows.entries()) {
			const mentor = memberOf(mentorId);
			if (mentor && i < PLANNED) await tellNext(story, mentor, id, i, at);
		}
		const change = rows.find(({ mentorId }) => memberOf(mentorId)?.plan.employeeNo === 'JH0042');
		const trainee = change && memberOf(change.traineeId);
		if (change && trainee) await tellChange(story, trainee, change, at);
	});
}

const goingOn = (story: Story, at: Date) =>
	story
		.system(at)
		.db.select()
		.from(pairings)
		.where(and(isNull(pairings.endedOn), isNotNull(pairings.agreedAt)))
		.orderBy(asc(pairings.startsOn), asc(pairings.id));

/** The mentor plans the next session as the form proposes it; who is taken then meets another time. */
async function tellNext(story: Story, mentor: Member, pairingId: string, i: number, at: Date): Promise<void> {
	const ctx = story.context(mentor.actor, at);
	const day = dateIn(story.after(story.today, 1 + (i % 9)));
	await unlessRefused(async () => {
		const { value } = await getPlanForm(ctx, pairingId);
		const session = { ...value, day, time: HOURS[i % HOURS.length]!, minutes: 60 + 30 * (i % 3) };
		await planSession(ctx, { pairingId, ...session, note: places[i % places.length]! });
	});
}

/** Whoever is taken, manages the other or has reached the end plans and signs nothing here. */
async function unlessRefused(tell: () => Promise<void>): Promise<void> {
	await tell().catch((error: unknown) => {
		if (!(error instanceof Refusal)) throw error;
	});
}

/** A trainee asks for more time; the mentor has still to sign. */
async function tellChange(
	story: Story,
	trainee: Member,
	{ id, startsOn, endsOn, plannedMinutes, goal }: typeof pairings.$inferSelect,
	at: Date
): Promise<void> {
	await unlessRefused(async () => {
		await proposeAgreement(story.context(trainee.actor, at), {
			...{ pairingId: id, startsOn, endsOn, plannedMinutes: plannedMinutes + 6 * 60 },
			goal: `${goal}增加一次贷后检查的完整跟班。`
		});
	});
}

/** Two who were paired last week; the trainee has not signed yet. */
async function tellUnsigned(story: Story, crew: Crew, at: Date): Promise<void> {
	const ctx = story.context(crew.officer, at);
	const taken = new Set((await goingOn(story, at)).map(({ traineeId }) => traineeId));
	const mentor = crew.by('JH0215');
	const trainee = crew.members.find(
		({ id, plan }) => !taken.has(id) && plan.unit === mentor.plan.unit && !plan.roles.includes('mentor')
	);
	if (!trainee) return;
	await unlessRefused(async () => {
		const { id } = await createPairing(ctx, {
			...{ traineeId: trainee.id, mentorId: mentor.id, purpose: 'promotion' },
			...{ startsOn: dateIn(story.after(at, 3)), endsOn: dateIn(story.ago(-5)), plannedMinutes: 30 * 60 },
			goal: '能独立完成科创企业的授信调查，写出合格的调查报告。'
		});
		const [agreement] = await ctx.db
			.select({ id: pairingAgreements.id })
			.from(pairingAgreements)
			.where(eq(pairingAgreements.pairingId, id));
		await signAgreement(story.context(mentor.actor, at), { pairingId: id, agreementId: agreement!.id });
	});
}
