import { columnsOf, totalsOf, type Column } from './columns';
import {
	correlationOf,
	covarianceOf,
	deviationOf,
	isFlat,
	LEAST_CANDIDATES,
	meanOf,
	medianOf,
	type Figure
} from './figure';
import { extremesOf, fifthsOf, weighedMean } from './groups';
import { optionsOf, type OptionFigures } from './options';
import { noReliability, reliabilityOf } from './reliability';
import { secondsOf, timesOf, type Seconds } from './seconds';
import { candidatesOf, formsOf, partOf, type ScoreTable, type TableItem } from './table';

/** Changes of the definitions get a new version; what was computed by an older one is computed anew. */
export const ANALYSIS_ENGINE = 'analysis/1';

/** A test or a part of it. Marks are shares of what could be earned, 0 to 1. */
export interface TestFigures {
	candidates: number;
	/** Items of a paper; null where papers have different numbers of them. */
	items: number | null;
	mean: number;
	median: number;
	sd: Figure;
	/** Candidates by twentieths of the marks: from 0 to under 5 %, …, from 95 to 100 %. */
	distribution: number[];
	alpha: Figure;
	kr20: Figure;
	kr21: Figure;
	/** Standard error of measurement: how far marks lie from what they would be without chance. */
	sem: Figure;
	seconds: Seconds | null;
}

export interface ItemFigures {
	/** Id of the item version. */
	id: string;
	section: string;
	/** How many had it on their paper. */
	candidates: number;
	/** Mean share of its marks: p for right or wrong. */
	difficulty: number;
	sd: Figure;
	/** Correlation of its marks with the rest of the paper that the candidate had. */
	discrimination: Figure;
	/** Mean share of the strong less that of the weak 27 %, by the tie rule of `weightsIn`. */
	upperLower: Figure;
	alphaIfDeleted: Figure;
	/** Of all items' part in how totals vary. */
	weight: Figure;
	/** Its share of the paper's marks: what the weight was meant to be; `forms` where papers differ. */
	intended: Figure;
	seconds: Seconds | null;
	options: OptionFigures[];
}

/** All candidates, or those of one form. */
export interface View {
	/** Name of the form; null for one that was drawn, and for all candidates. */
	form: string | null;
	test: TestFigures;
	sections: { section: string; test: TestFigures }[];
	items: ItemFigures[];
}

export interface Analysis {
	all: View;
	/** Forms that two or more candidates had, if there is more than one: at most `MOST_FORMS`. */
	forms: View[];
	/** Candidates who had a paper of their own, or one of the rarer forms. */
	apart: number;
}

export const MOST_FORMS = 26;
const BINS = 20;

/** Item analysis of a sitting: classical test theory over what every candidate had. Pure; linear in the entries. */
export function analyse(table: ScoreTable): Analysis {
	const work = analysing(table);
	for (;;) {
		const step = work.next();
		if (step.done) return step.value;
	}
}

/** The same in steps of some milliseconds, for whoever has something else to do in between. */
export function* analysing(table: ScoreTable): Generator<void, Analysis> {
	const forms = formsOf(table);
	const shared = forms.filter(({ candidates }) => candidates.length > 1);
	const told = forms.length > 1 ? shared.slice(0, MOST_FORMS) : [];
	const views: View[] = [];
	for (const { name, candidates } of told) views.push(yield* viewOf(partOf(table, candidates), name, true));
	const inForms = told.reduce((sum, { candidates }) => sum + candidates.length, 0);
	return {
		all: yield* viewOf(table, null, forms.length === 1),
		forms: views,
		apart: forms.length > 1 ? candidatesOf(table) - inForms : 0
	};
}

function* viewOf(table: ScoreTable, form: string | null, isOneForm: boolean): Generator<void, View> {
	yield;
	const whole = prepare(table, isOneForm);
	const marks = whole.totals.worth[0] ?? 0;
	const items: ItemFigures[] = [];
	for (const [i, { item, column, worth }] of whole.had.entries()) {
		yield;
		const intended: Figure = isOneForm ? worth / marks : 'forms';
		items.push({ ...itemOf(item, column), ...whole.reliability.items[i]!, intended });
	}
	const everybody = [...table.forms.keys()];
	const sections: View['sections'] = [];
	for (const section of new Set(items.map((item) => item.section))) {
		yield;
		const part = partOf(table, everybody, (item) => item.section === section);
		sections.push({ section, test: testOf(prepare(part, isOneForm || formsOf(part).length === 1)) });
	}
	return { form, test: testOf(whole), sections, items };
}

type Prepared = ReturnType<typeof prepare>;

function prepare(table: ScoreTable, isOneForm: boolean) {
	const totals = totalsOf(table);
	const worth = new Map<number, number>();
	for (let at = 0; at < (table.starts[1] ?? 0); at++) worth.set(table.item[at]!, table.worth[at]!);
	const columns = columnsOf(table, totals);
	const had = table.items.flatMap((item, i) => {
		const column = columns[i]!;
		return column.share.length ? [{ item, column, worth: worth.get(i) ?? 0 }] : [];
	});
	const reliability = isOneForm
		? reliabilityOf(
				had.map(({ column }) => column),
				had.map((one) => one.worth)
			)
		: noReliability('forms', had.length);
	return { table, totals, had, reliability };
}

function testOf({ table, totals, reliability: { alpha, kr20, kr21 } }: Prepared): TestFigures {
	const shares = totals.share;
	const distribution = new Array<number>(BINS).fill(0);
	for (const share of shares) distribution[Math.min(BINS - 1, Math.floor(share * BINS + 1e-9))]!++;
	const sizes = new Set(Array.from(shares, (_, i) => table.starts[i + 1]! - table.starts[i]!));
	const sd = deviationOf(shares);
	return {
		candidates: shares.length,
		items: sizes.size === 1 ? [...sizes][0]! : null,
		...{ mean: meanOf(shares), median: medianOf(shares) ?? 0, sd, distribution },
		...{ alpha, kr20, kr21 },
		sem: typeof alpha === 'number' && typeof sd === 'number' ? sd * Math.sqrt(1 - alpha) : alpha,
		seconds: secondsOf(timesOf(table))
	};
}

function itemOf(
	item: TableItem,
	column: Column
): Omit<ItemFigures, 'alphaIfDeleted' | 'weight' | 'intended'> {
	const { share, rest, total, seconds } = column;
	const { weak, strong } = extremesOf(total);
	const doesVary = !isFlat(covarianceOf(share, share)) && !isFlat(covarianceOf(total, total));
	return {
		...{ id: item.id, section: item.section, candidates: share.length },
		...{ difficulty: meanOf(share), sd: deviationOf(share) },
		discrimination: rest.some(Number.isNaN) ? 'alone' : correlationOf(share, rest),
		upperLower:
			share.length < LEAST_CANDIDATES
				? 'few'
				: doesVary
					? weighedMean(share, strong) - weighedMean(share, weak)
					: 'flat',
		seconds: secondsOf(seconds),
		options: optionsOf(item, column, fifthsOf(total))
	};
}
