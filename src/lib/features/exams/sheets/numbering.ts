import { layOutSections, type SectionKind, type Shown } from '$lib/features/bank';

/** A question of a candidate's paper as their answer sheet has it. */
export interface SheetQuestion {
	/** Printed. */
	number: number;
	/** In the paper, as the attempt knows it. */
	position: number;
	section: SectionKind;
	/** Options and the like in the order in which they are printed. */
	shown: Shown;
}

/** Questions in the order of a paper with the numbers under which they are printed: sections by kind, cases last. */
export const numbered = (
	questions: readonly { position: number; shown: Shown; case: { id: string } | null }[]
): SheetQuestion[] =>
	layOutSections(questions).flatMap(({ kind, questions: own }) =>
		own.map(({ number, position, shown }) => ({ number, position, section: kind, shown }))
	);

/** What somebody has to know of a question to read its answer off a sheet: nothing of what it asks. */
export interface SheetField {
	number: number;
	section: SectionKind;
	type: Shown['type'];
	/** How many letters there are to choose from, or to put in order. */
	letters: number;
	/** How many parts are asked for: gaps, or things on the left. */
	parts: number;
	unit: boolean;
}

export const fieldOf = ({ number, section, shown }: SheetQuestion): SheetField => {
	const letters =
		'options' in shown
			? shown.options.length
			: 'rights' in shown
				? shown.rights.length
				: 'items' in shown
					? shown.items.length
					: 0;
	const parts = 'gaps' in shown ? shown.gaps.length : 'lefts' in shown ? shown.lefts.length : 1;
	return {
		...{ number, section, type: shown.type, letters, parts },
		unit: shown.type === 'numeric' && shown.unit
	};
};
