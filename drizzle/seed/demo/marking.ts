import { and, asc, eq } from 'drizzle-orm';
import { evenMarks, type Aliases, type Question } from '$lib/features/bank';
import { publishBlueprint } from '$lib/features/bank/index.server';
import { itemKeys, items } from '$lib/features/bank/tables.server';
import {
	createSitting,
	handInAttempt,
	registerForSitting,
	saveAnswers,
	startAttempt
} from '$lib/features/exams/index.server';
import { attemptItems } from '$lib/features/exams/tables.server';
import {
	allocateAnswers,
	collectAnswers,
	saveMark,
	savePlan,
	submitMarks
} from '$lib/features/marking/index.server';
import { markingAnswers, markingTasks } from '$lib/features/marking/tables.server';
import type { Context } from '$lib/server/context';
import { rightAnswer } from './answers';
import type { Crew, Member } from './people';
import type { Story } from './story';

/** An essay of the bank: a plan for sixty days with a customer about to leave. */
const ESSAY = 'business-046';
/** The one whom the demo's panel shows comes last: most of the reading is still before them. */
const MARKERS = ['JH0032', 'JH0033', 'JH0031'];
const MODERATOR = 'JH0034';

/** Who wrote what, and the level of each row of the rubric that two markers found in it, from the best (0). */
const WRITTEN: { employeeNo: string; text: string; found: [Levels, Levels] }[] = [
	{
		employeeNo: 'JH0236',
		text: '（1）客户评价高，但行为在离开：付款份额从65%降到42%，新总监两次推掉见面，投诉45天没人答复，留下来可能只是因为贷款和抵押。也不排除企业本身业务萎缩，要核对付款总额、运输单量和代发人数再下结论。\n（2）两天内查清投诉卡在哪里，一周内书面答复；第二周带着答复去见新总监，只听不推销；第三、四周弄清批量付款的需求，选一类付款试用；第六周请支行行长拜访；第八周对照数据复盘，同时按程序启动授信调查。\n（3）不拿续贷和抵押逼客户，不许诺权限以外的价格，发现风险照实上报。',
		found: [
			[0, 0, 0],
			[0, 0, 0]
		]
	},
	{
		employeeNo: 'JH0237',
		text: '客户满意度9分，总体关系良好，付款份额下降说明他行在竞争。建议：一、加强走访，每周联系一次；二、请领导出面宴请新财务总监；三、给予结算手续费优惠，争取份额恢复到60%以上；四、贷款到期前与客户说明，结算份额不恢复将影响续贷额度。',
		found: [
			[2, 2, 2],
			[2, 2, 2]
		]
	},
	{
		employeeNo: 'JH0238',
		text: '判断：流失预警。依据一，本行付款占比三个月下降23个百分点；依据二，关键人更换后见不到面。措施：本周内答复投诉并当面致歉；两周内拜访新总监，了解对批量付款的意见；一个月内提出改进方案并试用；到期前三个月准备续贷材料。完成标志：投诉办结有书面回执，见面有记录，试用后失败笔数为零。不能用不续贷来要挟，也不能隐瞒风险。',
		found: [
			[1, 0, 0],
			[1, 1, 0]
		]
	},
	{
		employeeNo: 'JH0240',
		text: '我认为客户正在被别家银行拉走。付款少了，人也约不到。应当先把投诉处理好，再谈其他。处理投诉以后，请支行长带队上门，把我们的新产品都介绍一遍，让客户知道本行的优势。两个月内每周跟进一次，份额恢复到55%就算完成。',
		found: [
			[2, 1, 2],
			[1, 1, 2]
		]
	},
	{
		employeeNo: 'JH0241',
		text: '先判断再动手。份额下降可能是被竞争者拿走，也可能是企业运量下滑、账期拉长，所以第一周同时做两件事：查投诉，查数据（全部付款、代发人数、运输单量）。如属经营下滑，转入风险排查，按规定上报；如属竞争流失，按“还账—见人—试用—复盘”四步走，分别在第1、2、4、8周检查，各有书面结果。新总监是关键，首次见面不谈产品。不做的事：不以续贷施压，不越权承诺，不送礼，不因想留住客户而不报风险。',
		found: [
			[0, 0, 0],
			[1, 0, 0]
		]
	},
	{
		employeeNo: 'JH0242',
		text: '客户贷款正常付息，仓库抵押充足，风险可控。60天内：完成一次贷后检查；完成满意度再回访，争取10分；邀请新财务总监参加客户活动；投诉由运营部门负责，我部跟进。结算份额作为年底考核目标安排。',
		found: [
			[3, 2, 2],
			[2, 2, 2]
		]
	}
];
/** Of the rows a, b and c. */
type Levels = [number, number, number];
const [CLOSED_DAYS, PLANNED_DAYS, MARKED_DAYS] = [9, 8, 5];

/** An exam of which people read the essays: two have marked theirs, and the third has begun. */
export function tellMarking(story: Story, crew: Crew): void {
	const day = (days: number, hour: number, minute = 0) => story.ago(days / (365.25 / 12), hour, minute);
	let sittingId = '';
	story.scene(day(30, 10), async (at) => {
		sittingId = await announce(story.context(crew.officer, at), {
			registrationOpensAt: day(28, 9),
			registrationClosesAt: day(14, 18),
			opensAt: day(CLOSED_DAYS, 9),
			closesAt: day(CLOSED_DAYS, 12)
		});
	});
	for (const [i, { employeeNo, text }] of WRITTEN.entries()) {
		const { actor } = crew.by(employeeNo);
		story.scene(day(24, 10, i), (at) => registerForSitting(story.context(actor, at), { sittingId }));
		story.scene(day(CLOSED_DAYS, 9, 5 + i), (at) => write(story.context(actor, at), sittingId, text));
	}
	story.scene(day(PLANNED_DAYS, 10), async (at) => {
		const ctx = story.context(crew.officer, at);
		await savePlan(ctx, {
			...{ sittingId, revision: 0, allocation: 'question', apartPercent: 20, samplePercent: 20 },
			...{ exampleCount: 0, exampleApart: 20, moderatorId: crew.by(MODERATOR).id },
			markerIds: MARKERS.map((employeeNo) => crew.by(employeeNo).id)
		});
		await collectAnswers(ctx, { sittingId });
		await allocateAnswers(ctx, { sittingId });
	});
	for (const [i, employeeNo] of MARKERS.entries()) {
		const isLast = i === MARKERS.length - 1;
		story.scene(day(MARKED_DAYS - i, 15), (at) =>
			read(story.context(crew.by(employeeNo).actor, at), crew, sittingId, isLast ? 1 : Infinity)
		);
	}
}

async function announce(
	ctx: Context,
	times: Record<'registrationOpensAt' | 'registrationClosesAt' | 'opensAt' | 'closesAt', Date>
): Promise<string> {
	const [essay] = await ctx.db.select({ id: items.id }).from(items).where(eq(items.code, ESSAY));
	const [minutes, passPercent] = [60, 60];
	const { id: blueprintId } = await publishBlueprint(ctx, {
		code: 'senior-written',
		title: { 'zh-CN': '高级客户经理案例论述', en: 'Senior customer manager, written case' },
		items: 5,
		cells: [
			{ type: 'essay', from: 1, to: 1 },
			{ type: 'single', from: 4, to: 4 }
		],
		marks: { ...evenMarks(15), essay: 40 },
		...{ total: null, seconds: null, difficulty: null, required: [essay!.id], forbidden: [] },
		...{ exposure: null, earlier: null, shared: 0, minutes, passPercent }
	});
	const { id } = await createSitting(ctx, {
		titleZh: '高级客户经理案例论述考试',
		titleEn: 'Senior Customer Manager written case exam',
		...{ ladder: 'bank', tier: 'senior', blueprintId, ...times, minutes, passPercent, reading: 'double' }
	});
	return id;
}

async function write(ctx: Context, sittingId: string, text: string): Promise<void> {
	const { attemptId } = await startAttempt(ctx, { sittingId });
	const paper = await ctx.db
		.select({ position: attemptItems.position, question: itemKeys.question, aliases: itemKeys.aliases })
		.from(attemptItems)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, attemptItems.itemVersionId))
		.where(eq(attemptItems.attemptId, attemptId))
		.orderBy(asc(attemptItems.position));
	const later = (minutes: number): Context => ({
		...ctx,
		now: new Date(ctx.now.getTime() + minutes * 60_000)
	});
	const answers = paper.map(({ position, question, aliases }) => {
		const asked = question as Question;
		const given = asked.type === 'essay' ? text : rightAnswer(asked, aliases as Aliases);
		return { position, seq: 1, flagged: false, given };
	});
	await saveAnswers(later(38), { attemptId, answers });
	await handInAttempt(later(40), { attemptId, unanswered: 0 });
}

/** Marks what a person was given, as they found it, and hands it in: all of it, or so many only. */
async function read(ctx: Context, crew: Crew, sittingId: string, most: number): Promise<void> {
	const me = ctx.actor as Member['actor'];
	const tasks = await ctx.db
		.select({
			taskId: markingTasks.id,
			revision: markingTasks.revision,
			turn: markingTasks.turn,
			text: markingAnswers.text
		})
		.from(markingTasks)
		.innerJoin(markingAnswers, eq(markingAnswers.id, markingTasks.answerId))
		.where(and(eq(markingAnswers.sittingId, sittingId), eq(markingTasks.markerId, me.personId)))
		.orderBy(asc(markingTasks.id));
	for (const { taskId, revision, turn, text } of tasks.slice(0, most)) {
		const { found } = WRITTEN.find((one) => one.text === text)!;
		const [a, b, c] = found[turn === 'first' ? 0 : 1];
		await saveMark(ctx, {
			...{ taskId, revision, levels: { a, b, c }, hundredths: null },
			...{ note: '', flag: null, flagNote: '', seconds: 240 }
		});
	}
	await submitMarks(ctx, { sittingId });
}
