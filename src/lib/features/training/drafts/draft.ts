import type { CheckQuestion, ContentFile, LessonAsk, ModuleContent } from '$lib/content/module-format';
import { locales, type LocalText } from '$lib/i18n/locales';

export interface DraftLesson {
	slug: string;
	minutes: number | null;
	title: LocalText;
	/** Markdown. */
	body: LocalText;
	asks: LessonAsk[];
	questions: CheckQuestion[];
}

/** A module as it is being written: anything may still be empty. Kept in `module_drafts.content`. */
export interface ModuleDraft {
	title: LocalText;
	summary: LocalText;
	outcomes: LocalText[];
	knowledgeArea: string;
	tiers: string[];
	requires: string[];
	creditMinutes: number | null;
	passMark: number;
	check: { tries: number | null; waitMinutes: number };
	lessons: DraftLesson[];
	/** Of the check. */
	questions: CheckQuestion[];
	files: Record<string, ContentFile>;
}

export const noText = (): LocalText => ({ 'zh-CN': '', en: '' });

/** A module of which only the title is known. */
export const emptyDraft = (title: LocalText): ModuleDraft => ({
	...{ title, summary: noText(), outcomes: [], knowledgeArea: '', tiers: [], requires: [] },
	...{ creditMinutes: null, passMark: 80, check: { tries: null, waitMinutes: 10 } },
	...{ lessons: [], questions: [], files: {} }
});

/** A published version as the beginning of the next. */
export const draftOf = (content: ModuleContent): ModuleDraft => ({
	...{ title: content.title, summary: content.summary, outcomes: content.outcomes },
	...{ knowledgeArea: content.knowledgeArea, tiers: content.tiers ?? [], requires: content.requires ?? [] },
	...{ creditMinutes: content.creditMinutes, passMark: content.passMark },
	check: { tries: content.check?.tries ?? null, waitMinutes: content.check?.waitMinutes ?? 10 },
	lessons: content.lessons.map(({ slug, minutes, title, body, asks = [], questions = [] }) => ({
		...{ slug, minutes, title, body, asks, questions }
	})),
	questions: content.questions,
	files: content.files ?? {}
});

/** An empty question with room for four options. */
export const emptyQuestion = (id: string): CheckQuestion => ({
	...{ id, type: 'single', stem: noText(), explanation: noText() },
	options: ['a', 'b', 'c', 'd'].map((one) => ({ id: one, text: noText(), correct: false }))
});

/** The first of `q1`, `q2` … that is free. */
export function freeQuestionId(questions: readonly CheckQuestion[]): string {
	for (let n = 1; ; n++) if (!questions.some(({ id }) => id === `q${n}`)) return `q${n}`;
}

/** The questions of the check, or of the lesson that a place names; null when there is no such lesson. */
export const questionsAt = (draft: ModuleDraft, place: string): CheckQuestion[] | null =>
	place === 'check' ? draft.questions : (draft.lessons.find(({ slug }) => slug === place)?.questions ?? null);

export function withQuestions(draft: ModuleDraft, place: string, questions: CheckQuestion[]): ModuleDraft {
	if (place === 'check') return { ...draft, questions };
	return withLesson(draft, place, (lesson) => ({ ...lesson, questions }));
}

export const withLesson = (
	draft: ModuleDraft,
	slug: string,
	change: (lesson: DraftLesson) => DraftLesson
): ModuleDraft => ({
	...draft,
	lessons: draft.lessons.map((lesson) => (lesson.slug === slug ? change(lesson) : lesson))
});

/** Lists in which one was moved a place up or down, or taken out. */
export function arranged<T>(list: readonly T[], at: number, act: 'up' | 'down' | 'remove'): T[] {
	const rest = list.filter((_one, index) => index !== at);
	if (act === 'remove') return rest;
	const to = Math.max(0, Math.min(list.length - 1, act === 'up' ? at - 1 : at + 1));
	return [...rest.slice(0, to), list[at]!, ...rest.slice(to)];
}

/** One text of a list in each language, a line each, as pairs: the longer decides how many there are. */
export function pairLines(text: LocalText): LocalText[] {
	const lines = locales.map((locale) =>
		text[locale]
			.split(/\r?\n/)
			.map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
			.filter(Boolean)
	);
	return Array.from({ length: Math.max(...lines.map(({ length }) => length)) }, (_none, index) => ({
		'zh-CN': lines[0]?.[index] ?? '',
		en: lines[1]?.[index] ?? ''
	}));
}
