import type { Programme } from '$lib/server/solver';

/** One pair as a variable of the linear programme: row of the trainee, of the mentor, and what it is worth. */
export interface Arcs {
	trainee: Int32Array;
	mentor: Int32Array;
	worth: Float64Array;
}

/**
 * The assignment over these pairs as a linear programme: each trainee once, each mentor as often as there is room. Its
 * optimum has no fractions.
 */
export function programmeOf(
	trainees: number,
	room: readonly number[],
	{ trainee, mentor, worth }: Arcs
): Programme {
	const count = worth.length;
	const indices = new Int32Array(2 * count);
	const starts = new Int32Array(count + 1);
	for (let i = 0; i < count; i++) {
		indices[2 * i] = trainee[i]!;
		indices[2 * i + 1] = trainees + mentor[i]!;
		starts[i + 1] = 2 * i + 2;
	}
	const rowUpper = new Float64Array(trainees + room.length).fill(1);
	rowUpper.set(room, trainees);
	return {
		...{
			maximise: true,
			cost: worth,
			lower: new Float64Array(count),
			upper: new Float64Array(count).fill(1)
		},
		...{ rowLower: new Float64Array(rowUpper.length), rowUpper, starts, indices },
		values: new Float64Array(2 * count).fill(1)
	};
}
