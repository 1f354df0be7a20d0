/** An answer to be read, with what decides who may. */
export interface ToAllocate {
	id: string;
	/** The script that it belongs to. */
	script: string;
	question: string;
	/** Who set the question. */
	setter: string | null;
	/** Who must not read it: the candidate themselves, who mentors or manages them. */
	recused: ReadonlySet<string>;
}

/** Who reads an answer, in the order of turns. */
export type Allocated = Map<string, string[]>;

export interface Unplaced {
	/** The first answer that nobody is left for. */
	answer: ToAllocate;
}

/**
 * Shares answers out evenly among markers, `times` different ones for each. `question`: answers to one question stay together
 * as far as loads allow, so that one person reads them beside each other. `script`: all answers of a candidate go to the same
 * people. Nobody gets what they are recused from; who set a question never reads it alone. `order` mixes what has no order of
 * its own.
 */
export function allocateAnswers(
	answers: readonly ToAllocate[],
	markers: readonly string[],
	how: { by: 'question' | 'script'; times: 1 | 2; order: <T>(list: readonly T[]) => T[] }
): { ok: true; readers: Allocated } | ({ ok: false } & Unplaced) {
	const { by, times, order } = how;
	const readers: Allocated = new Map(answers.map(({ id }) => [id, []]));
	const units = unitsOf(order(answers), by);
	const people = order(markers);
	for (let turn = 0; turn < times; turn++) {
		const load = new Map(people.map((id) => [id, 0]));
		const share = answers.length / Math.max(1, people.length);
		// The second round begins with the next person: nobody is given an answer twice.
		let at = turn;
		const chosenFor: string[] = [];
		const mayReadAll = (unit: readonly ToAllocate[], id: string) =>
			unit.every((answer) => mayRead(answer, id, readers, times));
		for (const unit of units) {
			const may = people.filter((id) => mayReadAll(unit, id));
			const atWork = by === 'question' ? people[at % people.length] : undefined;
			const chosen = choose(may, { load, share, atWork });
			if (!chosen) return { ok: false, answer: unit[0]! };
			chosenFor.push(chosen);
			load.set(chosen, load.get(chosen)! + unit.length);
			if (atWork && load.get(atWork)! >= share) at++;
		}
		evenOut(units, chosenFor, { people, load, may: mayReadAll });
		for (const [i, unit] of units.entries()) for (const { id } of unit) readers.get(id)!.push(chosenFor[i]!);
	}
	return { ok: true, readers };
}

/** Who is recused leaves more to others: what these have too much goes to whoever has less and may read it. */
function evenOut(
	units: readonly (readonly ToAllocate[])[],
	chosenFor: string[],
	how: {
		people: readonly string[];
		load: Map<string, number>;
		may: (unit: readonly ToAllocate[], person: string) => boolean;
	}
): void {
	const { people, load, may } = how;
	for (const [i, unit] of units.entries()) {
		const from = chosenFor[i]!;
		const to = people.reduce<string | undefined>((least, id) => {
			const gains = load.get(id)! + unit.length < load.get(from)! && may(unit, id);
			return gains && (least === undefined || load.get(id)! < load.get(least)!) ? id : least;
		}, undefined);
		if (to === undefined) continue;
		chosenFor[i] = to;
		load.set(from, load.get(from)! - unit.length);
		load.set(to, load.get(to)! + unit.length);
	}
}

/** Whoever is at work goes on until they have their share; after that, or where they may not, who has least. */
function choose(
	may: readonly string[],
	how: { load: ReadonlyMap<string, number>; share: number; atWork: string | undefined }
): string | undefined {
	const { load, share, atWork } = how;
	if (atWork !== undefined && may.includes(atWork) && load.get(atWork)! < share) return atWork;
	return may.reduce<string | undefined>(
		(least, id) => (least === undefined || load.get(id)! < load.get(least)! ? id : least),
		undefined
	);
}

/** Whether somebody may be the next reader of an answer. */
export const mayRead = (
	{ id, recused, setter }: ToAllocate,
	person: string,
	readers: ReadonlyMap<string, readonly string[]>,
	times: number
): boolean =>
	!recused.has(person) && !(readers.get(id) ?? []).includes(person) && !(times === 1 && setter === person);

/** What goes to one person as a whole: an answer, or a script; answers in the order of their questions. */
function unitsOf(answers: readonly ToAllocate[], by: 'question' | 'script'): ToAllocate[][] {
	const groups = new Map<string, ToAllocate[]>();
	for (const answer of answers) {
		const name = by === 'question' ? answer.question : answer.script;
		groups.set(name, [...(groups.get(name) ?? []), answer]);
	}
	const all = [...groups.values()];
	// Whole scripts, the longest first: then the last ones even out.
	return by === 'script' ? all.sort((a, b) => b.length - a.length) : all.flat().map((answer) => [answer]);
}

/**
 * Which answers a moderator looks at: of what each marker reads of each question at least the share (in percent), as few
 * answers as that takes. `order` mixes them.
 */
export function sampleOf(
	answers: readonly { id: string; question: string }[],
	readers: ReadonlyMap<string, readonly string[]>,
	percent: number,
	order: <T>(list: readonly T[]) => T[]
): Set<string> {
	const sample = new Set<string>();
	if (!percent) return sample;
	const strata = new Map<string, string[]>();
	for (const { id, question } of order(answers)) {
		for (const reader of readers.get(id) ?? []) {
			const stratum = `${reader} ${question}`;
			strata.set(stratum, [...(strata.get(stratum) ?? []), id]);
		}
	}
	for (const ids of strata.values()) {
		let missing = Math.ceil((ids.length * percent) / 100) - ids.filter((id) => sample.has(id)).length;
		for (const id of ids) {
			if (missing <= 0) break;
			if (sample.has(id)) continue;
			sample.add(id);
			missing--;
		}
	}
	return sample;
}
