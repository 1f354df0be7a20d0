import { knowledgeAreas, levels } from '$lib/content/question-vocabulary';
import type { Blueprint } from './assembly/blueprint';
import { questionTypes } from './question';

/** What the sums of a table need of it. */
export type TypedSums = Pick<Blueprint, 'items' | 'cells' | 'marks' | 'total'>;

/** The same of a form that is still being typed: what is no number yet says nothing. */
export function typedSums(form: FormData): TypedSums {
	const text = (name: string) => String(form.get(name) ?? '').trim();
	const number = (name: string) => {
		const typed = text(name);
		return typed && Number.isInteger(Number(typed)) && Number(typed) >= 0 ? Number(typed) : null;
	};
	const items = number('items') ?? 0;
	const places = [...form.keys()].flatMap((name) => /^cells\.(\d+)\.from$/.exec(name)?.[1] ?? []);
	const [from, to] = [number('total.from'), number('total.to')];
	return {
		items,
		cells: places
			.map((place) => ({
				...{ area: knowledgeAreas.find((one) => one === text(`cells.${place}.area`)) },
				...{ level: levels.find((one) => one === text(`cells.${place}.level`)) },
				...{ type: questionTypes.find((one) => one === text(`cells.${place}.type`)) },
				...{ from: number(`cells.${place}.from`), to: number(`cells.${place}.to`) }
			}))
			.filter((cell) => Object.values(cell).some((value) => value !== undefined && value !== null))
			.map(({ area, level, type, from, to }) => ({
				...{ ...(area && { area }), ...(level && { level }), ...(type && { type }) },
				...{ from: from ?? 0, to: to ?? Math.max(items, from ?? 0) }
			})),
		marks: Object.fromEntries(questionTypes.map((type) => [type, number(`marks.${type}`) ?? 1])),
		total: from === null || to === null ? null : { from, to }
	};
}
