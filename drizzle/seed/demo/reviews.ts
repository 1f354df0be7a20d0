import { reviewDimensions, type ReviewKind, type ReviewSide } from '$lib/features/mentoring';
import { submitReview } from '$lib/features/mentoring/index.server';
import { Refusal } from '$lib/shared/errors';
import type { Member } from './people';
import type { Story } from './story';

/** What is low in the middle, and what was done about it. */
const low: Record<string, string> = {
	responsibility: '三次约好的走访有一次临时改期，事后才告诉客户，已约定改期必须提前一天说明。',
	image: '第一次见企业负责人时没有准备名片和产品资料，之后每次出门前对照清单。',
	integrity: '答应客户“一周内放款”，超出了我们能承诺的范围，当面向客户更正过一次。',
	insight: '两次访谈都只问了贷款用途，没有问到上下游，回来补了一次电话。',
	product: '票据贴现与银承的区别讲不清楚，建议把第三个模块再学一遍。',
	communication: '照着提纲念，客户岔开话题后接不上；接下来两次由他先谈、我补充。',
	objections: '客户说他行利率低，就没有再往下谈；练过两次之后好一些。',
	compliance: '双人调查有一次只留了一个人的签字，补签后已在小组会上说明。',
	records: '走访记录隔了一周才录入，客户意见没有及时转给产品部门。',
	planning: '月计划写了二十户，实际走访九户，下月起按周排。',
	time: '月末忙的时候约好的时间改了两次，希望改期能提前说。',
	practice: '多数时候我在旁边听，希望能有一次从头到尾由我来谈。',
	explaining: '讲案例时跳得快，有些步骤我当时没跟上。',
	feedback: '“还不错”听了几次，希望说具体是哪一句、哪一步。',
	example: '偶尔先答复客户、再补内部流程。',
	respect: '在客户面前直接指出我的错，当时有些难堪。'
};
const whole: Record<ReviewSide, Record<ReviewKind, string[]>> = {
	mentor: {
		midterm: [
			'学得快，肯动笔。下一步练独立访谈：先听需求，再谈方案。',
			'态度认真，基本功还要补，尤其是报表。下半程每月一起做一份完整的调查报告。'
		],
		final: [
			'能独立完成普通客户的访谈、资料核对和贷后跟进，可以单独带户。',
			'比刚来时稳了很多，客户愿意主动联系他。复杂授信还需要有人把关。'
		]
	},
	trainee: {
		midterm: ['每次走访后都一起复盘，收获很大。希望下半程多给我主谈的机会。', '讲得清楚，也有耐心。'],
		final: ['从不敢开口到能自己谈完一户，谢谢师父一路带着。', '学到的不只是业务，还有怎样对客户守信。']
	}
};

/** Levels around a base, low in two dimensions in the middle and in none at the end; always the same for a seat. */
function reviewOf(side: ReviewSide, kind: ReviewKind, seat: number) {
	const levels: Record<string, number> = {};
	const words: Record<string, string> = {};
	for (const [i, dimension] of reviewDimensions[side].entries()) {
		const turn = (i * 7 + seat * 3) % 10;
		const level =
			kind === 'final' || side === 'trainee' ? (turn < 4 ? 4 : 3) : turn < 2 ? 2 : turn < 9 ? 3 : 4;
		levels[dimension] = side === 'trainee' && kind === 'midterm' && turn === 9 ? 2 : level;
		if (levels[dimension] === 2) words[dimension] = low[dimension]!;
	}
	const said = whole[side][kind];
	words['whole'] = said[seat % said.length]!;
	return { levels, words };
}

export interface Reviewed {
	trainee: Member;
	mentor: Member;
	pairingId: () => string;
	begins: Date;
	/** The agreed last day; where the pairing goes on it lies ahead. */
	ends: Date;
	/** Whether it goes on. */
	open: boolean;
	seat: number;
}

/**
 * The reviews of a pairing: both sides' in the middle and at the end of what is over. Of those that go on some wait for
 * one side or for both, so that there is something to write.
 */
export function tellReviews(story: Story, of: Reviewed): void {
	const { trainee, mentor, pairingId, begins, ends, open, seat } = of;
	const protagonist = trainee.plan.employeeNo === 'JH0183';
	const middle = new Date((begins.getTime() + ends.getTime()) / 2);
	const write = (side: ReviewSide, kind: ReviewKind, at: Date) =>
		story.scene(at, async (now) => {
			try {
				await submitReview(story.context((side === 'mentor' ? mentor : trainee).actor, now), {
					...{ pairingId: pairingId(), kind, ...reviewOf(side, kind, seat) }
				});
			} catch (error) {
				// Somebody left meanwhile: nobody is asked any more.
				if (!(error instanceof Refusal && error.code === 'reviews.closed')) throw error;
			}
		});
	const turn = protagonist || !open ? 0 : seat % 4;
	if (turn <= 1) write('mentor', 'midterm', story.after(middle, 4, 18, 40));
	if (turn === 0 || turn === 2) write('trainee', 'midterm', story.after(middle, 6, 20, 10));
	if (open) return;
	write('mentor', 'final', story.after(ends, 3, 18, 40));
	write('trainee', 'final', story.after(ends, 4, 20, 10));
}
