import { and, asc, desc, eq, isNotNull } from 'drizzle-orm';
import type { Aliases, Question, Shown } from '$lib/features/bank';
import {
	addComment,
	answerPractice,
	requestAssembly,
	reviewItems,
	reviewPaper,
	sealPaper,
	startPractice,
	submitPaper
} from '$lib/features/bank/index.server';
import { fieldsFrom, fieldsOf } from '$lib/features/bank/answer-fields';
import { inOrder } from '$lib/features/bank/shown';
import {
	assemblies,
	blueprints,
	itemKeys,
	items,
	itemVersions,
	papers,
	practiceItems
} from '$lib/features/bank/tables.server';
import type { Context } from '$lib/server/context';
import { rightAnswer, wrongAnswer } from './answers';
import type { Crew } from './people';
import type { Story } from './story';

/** Who practised lately: the one whom the guide follows, and two others. */
const PRACTISED: { employeeNo: string; area: 'law' | 'business' | ''; days: number; wrong: number }[] = [
	{ employeeNo: 'JH0183', area: 'law', days: 9, wrong: 1 },
	{ employeeNo: 'JH0183', area: '', days: 5, wrong: 2 },
	{ employeeNo: 'JH0215', area: 'business', days: 7, wrong: 0 }
];

/**
 * The bank at work: one item is discussed and one put aside, two forms of a paper are put together (one is sealed, the
 * other waits for review), and some people practise.
 */
export function tellBank(story: Story, crew: Crew): void {
	// Weekends are skipped, so several of these days may be one: their hours keep the order.
	const day = (days: number, hour: number) => story.after(story.today, -days, hour);
	story.scene(day(8, 10), (at) => tellDoubts(story, crew, at));
	story.scene(day(6, 9), async (at) => {
		const ctx = story.context(crew.author, at);
		const blueprint = await newestBlueprint(ctx, 'manager-2026');
		await requestAssembly(ctx, { blueprintId: blueprint, papers: 2, shared: 0, seed: 'jianghai-2026' });
	});
	story.scene(day(5, 11), (at) => eachPaper(story.context(crew.author, at), submitPaper));
	story.scene(day(5, 15), (at) =>
		eachPaper(
			story.context(crew.reviewer, at),
			(ctx, paper) =>
				reviewPaper(ctx, { ...paper, to: 'approved', comment: '覆盖面与难度均符合蓝图，同意。' }),
			'A'
		)
	);
	story.scene(day(4, 17), (at) =>
		eachPaper(
			story.context(crew.officer, at),
			(ctx, paper) => sealPaper(ctx, { ...paper, openers: ['JH0007'] }),
			'A'
		)
	);
	for (const { employeeNo, area, days, wrong } of PRACTISED) {
		const { actor } = crew.by(employeeNo);
		story.scene(day(days, 20), (at) => practise(story.context(actor, at), area, wrong));
	}
}

async function tellDoubts(story: Story, crew: Crew, at: Date): Promise<void> {
	const ctx = story.context(crew.reviewer, at);
	const [discussed] = await ctx.db
		.select({ id: items.id })
		.from(items)
		.where(eq(items.status, 'inReview'))
		.orderBy(asc(items.code))
		.limit(1);
	await addComment(ctx, {
		itemId: discussed!.id,
		body: '题干里的“重大变化”请写明口径；选项 B 和 D 意思接近，建议换一个干扰项。'
	});
	const [doubted] = await ctx.db.select({ id: items.id }).from(items).where(eq(items.code, 'business-036'));
	await reviewItems(ctx, {
		itemIds: [doubted!.id],
		to: 'quarantined',
		comment: '区分度偏低，先暂停使用，核对措辞后再恢复。'
	});
}

async function newestBlueprint(ctx: Context, code: string): Promise<string> {
	const [newest] = await ctx.db
		.select({ id: blueprints.id })
		.from(blueprints)
		.where(and(eq(blueprints.code, code), isNotNull(blueprints.publishedAt)))
		.orderBy(desc(blueprints.version))
		.limit(1);
	return newest!.id;
}

interface PaperAt {
	paperId: string;
	revision: number;
	comment: string | null;
}

/** Does something with every paper, or with that of a form. */
async function eachPaper(
	ctx: Context,
	act: (ctx: Context, paper: PaperAt) => Promise<unknown>,
	form?: string
): Promise<void> {
	const found = await ctx.db
		.select({ paperId: papers.id, revision: papers.revision, form: papers.form })
		.from(papers)
		.innerJoin(assemblies, eq(assemblies.id, papers.assemblyId))
		.orderBy(asc(papers.form));
	for (const { paperId, revision, form: own } of found)
		if (!form || own === form) await act(ctx, { paperId, revision, comment: null });
}

/** Answers a set of five, the first `wrong` of them wrong. */
async function practise(ctx: Context, area: 'law' | 'business' | '', wrong: number): Promise<void> {
	const { setId } = await startPractice(ctx, { area, size: 5 });
	const drawn = await ctx.db
		.select({
			position: practiceItems.position,
			optionOrder: practiceItems.optionOrder,
			shown: itemVersions.shown,
			question: itemKeys.question,
			aliases: itemKeys.aliases
		})
		.from(practiceItems)
		.innerJoin(itemVersions, eq(itemVersions.id, practiceItems.itemVersionId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, practiceItems.itemVersionId))
		.where(eq(practiceItems.setId, setId))
		.orderBy(asc(practiceItems.position));
	for (const { position, optionOrder, shown, question, aliases } of drawn) {
		const answer = position <= wrong ? wrongAnswer : rightAnswer;
		const given = answer(question as Question, aliases as Aliases);
		const fields = fieldsOf(inOrder(shown as Shown, optionOrder), 'answer', given);
		const said = given === null ? { skip: 'on' } : { answer: fieldsFrom(fields, 'answer') };
		await answerPractice(ctx, { setId, position, ...said });
	}
}
