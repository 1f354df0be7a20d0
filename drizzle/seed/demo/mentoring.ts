import {
	countersignShadowing,
	createPairing,
	disputeShadowing,
	endPairing,
	logShadowing,
	remindMentoring,
	signAgreement
} from '$lib/features/mentoring/index.server';
import { pairingAgreements } from '$lib/features/mentoring/tables.server';
import { dateIn } from '$lib/shared/dates';
import { eq } from 'drizzle-orm';
import type { Crew, Member } from './people';
import { sittingPlan } from './plan';
import { tellReviews } from './reviews';
import type { Story } from './story';

const notes = [
	'一同走访两家小微企业，完成开户资料核对与账户用途了解。',
	'旁听授信调查访谈，整理了经营现金流与上下游情况。',
	'拟定季度关怀计划，逐户排定联系时间与内容。',
	'跟进理财到期客户，练习先听需求、后提方案的谈话顺序。',
	'协助技术同事处理网银故障，向客户说明处理进度。',
	'比较同业存款产品，整理成一页对照表。',
	'复盘近三个月交易下降的客户，判断流失信号并约访。',
	'参与产业园营销活动，负责登记与事后回访。'
];
const reflections = [
	'提问要先开放后具体，客户说得越多，方案越贴近。',
	'资料缺一项就要当面说清原因和时限，不要事后再催。',
	'看报表要先看现金流，再看利润，两者要能互相解释。',
	'客户抱怨时先复述他的意思，情绪平了再谈办法。',
	'承诺的时间要留余地，做到之后主动告诉客户。',
	'计划写得再细，也要在拜访前一天再确认一次。'
];

/** Pairings and their sessions: one stretch before each promotion, and the one that goes on now. */
export function tellMentoring(story: Story, crew: Crew): void {
	const mentors = crew.members.filter((member) => member.plan.roles.includes('mentor'));
	const agoOf = (key: string) => sittingPlan.find((sitting) => sitting.key === key)!.ago;
	for (const member of crew.members) {
		const { shadowing, promoted, hiredAgo } = member.plan;
		shadowing.forEach((minutes, k) => {
			if (!minutes) return;
			const from = promoted[k] ? agoOf(promoted[k]) - 1.3 : Math.min(35, hiredAgo) - 0.3;
			const next = promoted[k + 1];
			const to = next ? agoOf(next) + 0.1 : 0.15;
			tellStretch(story, crew, member, mentorFor(mentors, member), { minutes, from, to, open: !next });
		});
	}
	// The daily reminders, on some of the last days: of what waits, of quiet pairings, of reviews that are due.
	for (const daysAgo of [9, 6, 3, 0])
		story.scene(story.after(story.today, -daysAgo, 8, 20), (at) => remindMentoring(story.system(at)));
}

/** The mentor whom the plan names, else one of the same outlet, else of the same branch, else the next in turn. */
function mentorFor(mentors: Member[], { plan }: Member): Member {
	const seat = Number(plan.employeeNo.slice(2));
	const others = mentors.filter((mentor) => mentor.plan.employeeNo !== plan.employeeNo);
	const own = others.filter((mentor) => mentor.plan.employeeNo === plan.mentor);
	const near = others.filter((mentor) => mentor.plan.unit === plan.unit);
	const branch = others.filter((mentor) => mentor.plan.unit.slice(0, 3) === plan.unit.slice(0, 3));
	const pool = [own, near, branch, others].find((some) => some.length) ?? [];
	return pool[seat % pool.length]!;
}

interface Stretch {
	minutes: number;
	/** Months before today. */
	from: number;
	to: number;
	/** Whether it is the one that goes on now. */
	open: boolean;
}

function tellStretch(story: Story, crew: Crew, trainee: Member, mentor: Member, stretch: Stretch): void {
	const { special, employeeNo } = trainee.plan;
	const seat = Number(employeeNo.slice(2));
	const begins = story.after(story.ago(stretch.from), 0, 9);
	const ends = stretch.open ? story.ago(-4) : story.after(story.ago(stretch.to), 3);
	let pairingId = '';
	story.scene(begins, async (at) => {
		const made = await createPairing(story.context(crew.officer, at), {
			traineeId: trainee.id,
			mentorId: mentor.id,
			startsOn: dateIn(at),
			endsOn: dateIn(ends),
			plannedMinutes: 36 * 60,
			goal: '能独立完成客户访谈、资料核对与贷后跟进，七个工作步骤都有跟班记录。'
		});
		pairingId = made.id;
	});
	story.scene(story.after(begins, 0, 14, 10), async (at) => {
		const [agreement] = await story
			.system(at)
			.db.select({ id: pairingAgreements.id })
			.from(pairingAgreements)
			.where(eq(pairingAgreements.pairingId, pairingId));
		for (const { actor } of [mentor, trainee])
			await signAgreement(story.context(actor, at), { pairingId, agreementId: agreement!.id });
	});
	const reviewed = { trainee, mentor, pairingId: () => pairingId, begins, ends, open: stretch.open, seat };
	if (stretch.minutes >= 600 || stretch.open) tellReviews(story, reviewed);
	// The protagonist has met his mentor often of late, and shortly; everybody else evenly, three hours at a time.
	const often = stretch.open && employeeNo === 'JH0183';
	const usual = often ? 30 : 180;
	const from = often ? 2.6 : stretch.from;
	const sessions = Math.ceil(stretch.minutes / usual);
	// Most met within the last days; one in five has been quiet for a while, as has whoever left meanwhile.
	const stays = stretch.open && !often && special !== 'left' && special !== 'suspended';
	const lately = seat % 5 === 0 ? 1.2 : stretch.to + (seat % 6) * 0.08;
	const gap = stays ? (from - lately) / sessions : (from - stretch.to) / (sessions + 1);
	for (let i = 0; i < sessions; i++) {
		const last = stretch.open && i === sessions - 1;
		const length = i < sessions - 1 ? usual : stretch.minutes - usual * (sessions - 1);
		const wanted = story.after(story.ago(from - gap * (i + 1)), 0, 17, 20 + (seat % 30));
		const day = freeDay(story, [mentor, trainee], wanted, ends, length);
		tellSession(story, trainee, mentor, () => pairingId, {
			day,
			minutes: Math.max(30, length),
			i,
			dispute: last && special === 'disputed'
		});
	}
	if (stretch.open && (special === 'waiting' || seat % 11 === 0)) {
		const day = story.after(story.ago(0.1), -2, 18);
		tellSession(story, trainee, mentor, () => pairingId, { day, minutes: 120, i: sessions, waits: true });
	}
	if (!stretch.open) {
		story.scene(story.after(ends, 0, 18, 30), (at) =>
			endPairing(story.context(crew.officer, at), { pairingId, reason: 'completed' })
		);
	}
}

/** Minutes that somebody spends on a day, on whichever side, in all pairings. */
const spent = new Map<string, number>();

/** The day that was meant, or the next on which both have time before the end: eight hours is what the rules find plausible. */
function freeDay(story: Story, both: Member[], wanted: Date, ends: Date, minutes: number): Date {
	let day = wanted;
	const keys = () => both.map(({ plan }) => `${plan.employeeNo} ${dateIn(day)}`);
	const full = () => keys().some((key) => (spent.get(key) ?? 0) + minutes > 480);
	while (full() && day < ends) day = story.after(day, 1, wanted.getUTCHours() + 8, wanted.getUTCMinutes());
	if (dateIn(day) > dateIn(ends)) day = wanted;
	for (const key of keys()) spent.set(key, (spent.get(key) ?? 0) + minutes);
	return day;
}

interface Session {
	day: Date;
	minutes: number;
	i: number;
	dispute?: boolean;
	waits?: boolean;
}

function tellSession(
	story: Story,
	trainee: Member,
	mentor: Member,
	pairing: () => string,
	session: Session
): void {
	const { day, minutes, i } = session;
	const level = (k: number) => Math.min(4, 1 + Math.floor((i + k) / 4)) as 1 | 2 | 3 | 4;
	let entryId = '';
	story.scene(day, async (at) => {
		const made = await logShadowing(story.context(mentor.actor, at), {
			pairingId: pairing(),
			occurredOn: dateIn(at),
			minutes,
			steps: [((i % 7) + 1) as 1, (((i + 3) % 7) + 1) as 1],
			rubric: i % 3 === 2 ? { work: level(1) } : { character: level(2), skill: level(0), work: level(1) },
			note: notes[i % notes.length]!
		});
		entryId = made.id;
	});
	if (session.waits) return;
	const answered = story.after(day, 1, 12, 15);
	story.scene(answered, (at) =>
		session.dispute
			? disputeShadowing(story.context(trainee.actor, at), {
					entryId,
					reason: '当天下午四点前已返回网点，时长与实际不符，请核对。'
				})
			: countersignShadowing(story.context(trainee.actor, at), {
					entryId,
					reflection: reflections[i % reflections.length]!
				})
	);
}
