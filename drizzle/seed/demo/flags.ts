import { and, asc, eq, isNull } from 'drizzle-orm';
import {
	countersignShadowing,
	disputeShadowing,
	lapseShadowing,
	logShadowing,
	settleFlag,
	settleShadowing
} from '$lib/features/mentoring/index.server';
import type { LogShadowing } from '$lib/features/mentoring';
import { pairings, shadowingFlags } from '$lib/features/mentoring/tables.server';
import { addDays, dateIn } from '$lib/shared/dates';
import { Refusal } from '$lib/shared/errors';
import type { Crew, Member } from './people';
import type { Story } from './story';

interface Pair {
	id: string;
	trainee: Member;
	mentor: Member;
}

const REFLECTION = '客户的顾虑要当场记下来，回来先查清楚，再约时间答复。';
/** Those whom the guide and the screenshots follow keep their records clean. */
const PROTAGONISTS = ['JH0183', 'JH0042'];

/**
 * What the rules notice, and what HR says of it: sessions at the same time, a late entry that was in order, a day that
 * was too long, a dispute that HR settled, an entry that nobody answered, and one that the trainee wrote.
 */
export function tellFlags(story: Story, crew: Crew): void {
	story.scene(story.after(story.ago(0.75), 0, 18, 5), async (at) => {
		const [first, late, long, disputed, silent, own] = await pairsOf(story, crew, at);
		if (first) await tellOverlap(story, first, at);
		if (late) await tellLate(story, crew, late, at);
		if (long) await tellLong(story, crew, long, at);
		if (disputed) await tellSettled(story, crew, disputed, at);
		if (silent) await log(story, silent, at, { startedAt: '14:00', minutes: 75, steps: [4, 5] });
		if (own) {
			const day = story.after(story.today, -5, 18, 10);
			story.scene(day, (later) => log(story, own, later, { startedAt: '09:30', minutes: 60 }, 'trainee'));
		}
	});
	story.scene(story.after(story.today, 0, 0, 10), (at) => lapseShadowing(story.system(at)));
}

async function pairsOf(story: Story, crew: Crew, at: Date): Promise<Pair[]> {
	const rows = await story
		.system(at)
		.db.select()
		.from(pairings)
		.where(isNull(pairings.endedOn))
		.orderBy(asc(pairings.startsOn), asc(pairings.id));
	return rows.flatMap(({ id, traineeId, mentorId, agreedAt }) => {
		const member = (personId: string) => crew.members.find((one) => one.id === personId);
		const [trainee, mentor] = [member(traineeId), member(mentorId)];
		if (!agreedAt || !trainee || !mentor) return [];
		const shown = [trainee, mentor].some(({ plan }) => PROTAGONISTS.includes(plan.employeeNo));
		return shown ? [] : [{ id, trainee, mentor }];
	});
}

/** Logs a session of the day; null where the rules refuse it (a pairing that has not begun, say). */
async function log(
	story: Story,
	{ id, trainee, mentor }: Pair,
	at: Date,
	change: Partial<LogShadowing>,
	side: 'mentor' | 'trainee' = 'mentor'
): Promise<string | null> {
	const written =
		side === 'mentor'
			? {
					rubric: { character: 3, skill: 2, work: 3 } as const,
					note: '陪同走访园区企业，核对开户与授信资料。'
				}
			: { rubric: {}, note: REFLECTION };
	return logShadowing(story.context((side === 'mentor' ? mentor : trainee).actor, at), {
		...{ pairingId: id, occurredOn: dateIn(at), minutes: 90, steps: [1, 3], meeting: 'visit' },
		...written,
		...change
	}).then(
		(made) => made.id,
		(error: unknown) => {
			if (error instanceof Refusal) return null;
			throw error;
		}
	);
}

const sign = (story: Story, { trainee }: Pair, entryId: string, at: Date) =>
	countersignShadowing(story.context(trainee.actor, at), { entryId, reflection: REFLECTION });

const later = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);

async function tellOverlap(story: Story, pair: Pair, at: Date): Promise<void> {
	for (const [i, startedAt] of ['09:00', '10:00'].entries()) {
		const entryId = await log(story, pair, later(at, i), { startedAt });
		if (entryId) await sign(story, pair, entryId, later(at, 10 + i));
	}
}

async function tellLate(story: Story, crew: Crew, pair: Pair, at: Date): Promise<void> {
	const entryId = await log(story, pair, at, { occurredOn: addDays(dateIn(at), -36), startedAt: '15:00' });
	if (!entryId) return;
	await sign(story, pair, entryId, later(at, 15));
	await settle(
		story,
		crew,
		entryId,
		'late',
		true,
		'导师外派学习一个月，行程单可证，补记属实。',
		later(at, 40)
	);
}

async function tellLong(story: Story, crew: Crew, pair: Pair, at: Date): Promise<void> {
	const entryId = await log(story, pair, at, { startedAt: '08:00', minutes: 510 });
	if (!entryId) return;
	await sign(story, pair, entryId, later(at, 15));
	await settle(
		story,
		crew,
		entryId,
		'hours',
		false,
		'门禁记录显示当天跟班约四小时，请另行补记。',
		later(at, 45)
	);
}

async function settle(
	story: Story,
	crew: Crew,
	entryId: string,
	kind: 'late' | 'hours',
	cleared: boolean,
	note: string,
	at: Date
): Promise<void> {
	const ctx = story.context(crew.officer, at);
	const [flag] = await ctx.db
		.select({ id: shadowingFlags.id })
		.from(shadowingFlags)
		.where(and(eq(shadowingFlags.entryId, entryId), eq(shadowingFlags.kind, kind)));
	if (flag) await settleFlag(ctx, { flagId: flag.id, cleared, note });
}

async function tellSettled(story: Story, crew: Crew, pair: Pair, at: Date): Promise<void> {
	const entryId = await log(story, pair, at, { startedAt: '13:30', minutes: 120 });
	if (!entryId) return;
	const { trainee } = pair;
	await disputeShadowing(story.context(trainee.actor, later(at, 12)), {
		entryId,
		reason: '下午两点半客户临时取消，实际只有一小时。'
	});
	await settleShadowing(story.context(crew.officer, later(at, 50)), {
		entryId,
		counted: true,
		reason: '与客户单位核实：会谈改在园区会议室继续，时长属实。'
	});
}
