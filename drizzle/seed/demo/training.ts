import { loadModules } from '$lib/content/modules.server';
import {
	answerQuestion,
	finishLesson,
	saveLessonProgress,
	startModule,
	submitCheck
} from '$lib/features/training/index.server';
import type { Crew, Member } from './people';
import type { Story } from './story';

/** Everybody's modules, one after the other, a lesson a day; some fail a check once, some are in the middle of one. */
export function tellTraining(story: Story, crew: Crew): void {
	const library = loadModules().map(({ content }) => content);
	let stuck = false;
	for (const member of crew.members) {
		const { modules: starts, employeeNo, roles } = member.plan;
		if (!roles.includes('trainee')) continue;
		const seat = Number(employeeNo.slice(2));
		starts.forEach((ago, k) => {
			const begins = story.after(story.ago(ago), seat % 5, 12, seat % 15);
			const content = library[k];
			if (content)
				tellModule(story, member, content, begins, { finished: true, failsFirst: (seat + k) % 9 === 0 });
		});
		const next = library[starts.length];
		// One person has no try left at a check that gives only some.
		if (!stuck && next?.check?.tries && seat > 200 && seat % 2 === 0 && !roles.includes('mentor')) {
			stuck = true;
			const begins = story.after(story.ago(0.6), seat % 9, 12, seat % 15);
			tellModule(story, member, next, begins, { finished: true, failsFirst: false, usesUp: true });
			continue;
		}
		// The next module lies half read for every other person.
		if (next && seat % 2 === 1 && member.plan.hiredAgo > 1) {
			tellModule(story, member, next, story.after(story.ago(0.5), seat % 9, 12, seat % 15), {
				finished: false,
				failsFirst: false
			});
		}
	}
}

type Library = ReturnType<typeof loadModules>[number]['content'];

/** One person takes one module, or a part of it. */
export function tellModule(
	story: Story,
	{ actor }: Member,
	content: Library,
	begins: Date,
	how: { finished: boolean; failsFirst: boolean; usesUp?: boolean }
): void {
	const module = content.code;
	story.scene(begins, (at) => startModule(story.context(actor, at), { module }));
	const lessons = how.finished ? content.lessons : content.lessons.slice(0, 2);
	lessons.forEach(({ slug: lesson, minutes, asks = [], questions = [] }, i) => {
		const read = story.after(begins, i, 12, 20 + minutes);
		const partly = !how.finished && i === lessons.length - 1;
		// What the lesson asks for comes before it is finished.
		if (asks.includes('parts') && !partly) {
			const parts = Array.from({ length: 20 }, (_, n) => `part-${n + 1}`);
			const doings = { module, lesson, place: 0.8, seconds: 60, parts };
			story.scene(read, (at) => saveLessonProgress(story.context(actor, at), doings));
		}
		if (asks.includes('questions') && !partly)
			for (const { id: question, options } of questions) {
				const chosen = options.filter((option) => option.correct).map((option) => option.id);
				const answer = { module, lesson, question, chosen };
				story.scene(read, (at) => answerQuestion(story.context(actor, at), answer));
			}
		story.scene(read, (at) =>
			partly
				? saveLessonProgress(story.context(actor, at), { module, lesson, place: 0.4, seconds: 120 })
				: finishLesson(story.context(actor, at), { module, lesson })
		);
	});
	if (!how.finished) return;
	const right = Object.fromEntries(
		content.questions.map((question) => [
			question.id,
			question.options.filter((o) => o.correct).map((o) => o.id)
		])
	);
	const done = story.after(begins, lessons.length, 19);
	// Short of the mark, but not without knowing anything.
	const wrong = Object.fromEntries(
		content.questions.map(({ id, options }, i) => {
			const one = options.filter((o) => !o.correct).slice(0, 1);
			return [id, (i % 3 ? options.filter((o) => o.correct) : one).map((o) => o.id)];
		})
	);
	const fail = (hoursBefore: number) =>
		story.scene(new Date(done.getTime() - hoursBefore * 3_600_000), (at) =>
			submitCheck(story.context(actor, at), { module, answers: wrong })
		);
	if (how.usesUp) {
		for (let left = content.check?.tries ?? 0; left > 0; left--) fail(left);
		return;
	}
	if (how.failsFirst) fail(1);
	story.scene(done, (at) => submitCheck(story.context(actor, at), { module, answers: right }));
}
