import { randomSource, shuffled } from '$lib/server/random';
import { marksOf } from './assembly/blueprint';
import { arrange } from './assembly/order';
import type { Judged, PaperQuestion } from './paper-load.server';
import type { Drawable } from './pool.server';

/** The rows of a paper with another item in the place of one; all others keep their order and that of their options. */
export function swapped(
	{ blueprint, questions }: Pick<Judged, 'blueprint' | 'questions'>,
	out: PaperQuestion,
	into: Drawable,
	seed: string
) {
	const paperId = out.paperId;
	const rows = questions.map((question) =>
		question === out
			? {
					...{ id: into.id, type: into.type, group: into.group, casePlace: into.casePlace ?? null },
					...{ itemVersionId: into.versionId, marks: marksOf(blueprint, into) },
					optionOrder: shuffled(into.choices, randomSource(seed))
				}
			: {
					...{ id: question.itemId, type: question.type as Drawable['type'], group: question.caseId },
					...{ casePlace: question.casePlace, itemVersionId: question.itemVersionId },
					...{ marks: question.marks, optionOrder: question.optionOrder }
				}
	);
	return arrange(rows).map(({ itemVersionId, optionOrder, marks }, i) => ({
		...{ paperId, position: i + 1, itemVersionId, optionOrder, marks }
	}));
}
