import { renderLesson, type RenderedLesson } from '$lib/content/markdown.server';
import type { Lesson, LessonBlock, ModuleContent } from '$lib/content/module-format';
import type { Locale } from '$lib/i18n/locales';
import { hold } from '$lib/shared/held';
import { moduleFileAddress } from './addresses';

/** A version never changes: a lesson is rendered and sanitised once for each version and language. */
const held = hold<RenderedLesson>(2000);

/** The renderer, in one place that a test can watch. */
export const renderer = { render: renderLesson };

/** A lesson of a version as blocks and headings. `content` is that version's, `lesson` one of its lessons. */
export function renderedLesson(
	versionId: string,
	content: ModuleContent,
	lesson: Lesson,
	locale: Locale
): RenderedLesson {
	return held(`${versionId}/${lesson.slug}/${locale}`, () => {
		const { blocks, headings } = renderer.render(content, lesson, locale, moduleFileAddress);
		return { blocks: blocks.map(unsent), headings };
	});
}

/**
 * The block with HTML that stands in the page's markup alone: what is not enumerable is not serialised beside it, and
 * the browser keeps the markup that it was sent (`LessonHtml.svelte`).
 */
function unsent(block: LessonBlock): LessonBlock {
	if (block.kind === 'part') return { ...block, blocks: block.blocks.map(unsent) };
	if (block.kind !== 'html') return block;
	return Object.defineProperty({ kind: 'html' } as { kind: 'html'; html: string }, 'html', {
		value: block.html
	});
}

/** The same blocks with their HTML, for a page that scripts fill: they have no markup to keep. */
export const withHtml = (blocks: readonly LessonBlock[]): LessonBlock[] =>
	blocks.map((block) => {
		if (block.kind === 'part') return { ...block, blocks: withHtml(block.blocks) };
		return block.kind === 'html' ? { kind: 'html', html: block.html } : block;
	});

type Found<K extends LessonBlock['kind']> = Extract<LessonBlock, { kind: K }>;

/** The blocks of one kind in the order of the text, those within parts too. */
export const blocksOf = <K extends LessonBlock['kind']>(
	blocks: readonly LessonBlock[],
	kind: K
): Found<K>[] =>
	blocks.flatMap((block) => [
		...(block.kind === kind ? [block as Found<K>] : []),
		...(block.kind === 'part' ? blocksOf(block.blocks, kind) : [])
	]);
