import { grouped } from '$lib/shared/grouped';

/** A mark that is in, for counting. */
export interface CountedTask {
	markerId: string;
	question: string;
	answerId: string;
	turn: string;
	/** Of the question. */
	marks: number;
	state: 'waiting' | 'begun' | 'ready' | 'submitted';
	/** Of what is handed in, in hundredths of a mark. */
	hundredths: number | null;
	/** How long it was before the marker's eyes; 0 where no device has counted. */
	seconds: number;
}

export interface Progress {
	tasks: number;
	begun: number;
	ready: number;
	submitted: number;
	/** Of what is handed in: share of the marks in percent; null where nothing is. */
	mean: number | null;
	/** How far from the other mark of the same answer, in percent of the question's marks, and which way on the whole. */
	distance: number | null;
	lean: number | null;
	/** The middle one, in seconds; null where no device has counted. */
	seconds: number | null;
}

/** How far tasks are by what they have in common: a marker, or a question. */
export function progressBy(
	tasks: readonly CountedTask[],
	by: (task: CountedTask) => string
): Map<string, Progress> {
	const marked = new Map<string, CountedTask[]>();
	for (const task of tasks)
		if (task.hundredths !== null && task.turn !== 'third')
			marked.set(task.answerId, [...(marked.get(task.answerId) ?? []), task]);
	const groups = grouped(tasks, by);
	return new Map([...groups].map(([name, own]) => [name, progressOf(own, marked)]));
}

function progressOf(own: readonly CountedTask[], marked: ReadonlyMap<string, CountedTask[]>): Progress {
	const done = own.filter(({ hundredths }) => hundredths !== null);
	const leans = done.flatMap((task) => {
		const other = (marked.get(task.answerId) ?? []).find((one) => one !== task);
		return other && task.turn !== 'third' ? [(task.hundredths! - other.hundredths!) / task.marks] : [];
	});
	const count = (state: CountedTask['state']) => own.filter((task) => task.state === state).length;
	return {
		...{ tasks: own.length, begun: count('begun'), ready: count('ready'), submitted: count('submitted') },
		mean: meanOf(done.map(({ hundredths, marks }) => hundredths! / marks)),
		...{ distance: meanOf(leans.map(Math.abs)), lean: meanOf(leans) },
		seconds: middleOf(done.flatMap(({ seconds }) => (seconds ? [seconds] : [])))
	};
}

const meanOf = (numbers: readonly number[]): number | null =>
	numbers.length ? numbers.reduce((sum, one) => sum + one, 0) / numbers.length : null;

function middleOf(numbers: readonly number[]): number | null {
	if (!numbers.length) return null;
	const sorted = [...numbers].sort((a, b) => a - b);
	const half = sorted.length >> 1;
	return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
