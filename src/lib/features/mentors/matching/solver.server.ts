import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** One pair as a variable of the linear programme: row of the trainee, of the mentor, and what it is worth. */
export interface Arcs {
	trainee: Int32Array;
	mentor: Int32Array;
	worth: Float64Array;
}

export interface Answer {
	/** 1 for each arc that is taken; an assignment's optimum has no fractions. */
	taken: Float64Array;
	/** What one more place of each mentor would be worth. */
	prices: Float64Array;
}

/**
 * HiGHS answers nothing else while it solves, so it runs on a thread of its own and pages stay quick. Plain script:
 * a worker's file would have to be found in the sources and in the build.
 */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads');
const ready = require(workerData.highs)();
parentPort.on('message', async ({ trainees, room, trainee, mentor, worth }) => {
	try {
		const highs = await ready;
		const count = worth.length;
		const rows = trainees + room.length;
		const indices = new Int32Array(2 * count);
		const starts = new Int32Array(count + 1);
		for (let i = 0; i < count; i++) {
			indices[2 * i] = trainee[i];
			indices[2 * i + 1] = trainees + mentor[i];
			starts[i + 1] = 2 * i + 2;
		}
		const rowUpper = new Float64Array(rows).fill(1);
		rowUpper.set(room, trainees);
		const model = highs.createModel({
			numCols: count, numRows: rows, sense: -1, colCost: worth,
			colLower: new Float64Array(count), colUpper: new Float64Array(count).fill(1),
			rowLower: new Float64Array(rows), rowUpper,
			matrix: { format: 'csc', numRows: rows, numCols: count, starts, indices,
				values: new Float64Array(2 * count).fill(1) }
		});
		try {
			model.options.set({ output_flag: false, solver: 'simplex' });
			model.run();
			if (model.getModelStatus() !== highs.constants.modelStatus.optimal) throw new Error('no optimum');
			const { colValue, rowDual } = model.getSolution();
			parentPort.postMessage({ taken: colValue, prices: rowDual.slice(trainees).map(Math.abs) });
		} finally {
			model.dispose();
		}
	} catch (error) {
		parentPort.postMessage({ failure: String(error && error.stack || error) });
	}
});
`;

/** The solver HiGHS on its own thread; `close` ends it. Solves one programme at a time. */
export class Solver {
	private readonly worker = new Worker(SCRIPT, {
		eval: true,
		workerData: { highs: createRequire(import.meta.url).resolve('highs') }
	});

	/** The best assignment over the given pairs, and the prices that prove it. Throws when there is none. */
	solve(trainees: number, room: readonly number[], arcs: Arcs): Promise<Answer> {
		return new Promise((done, fail) => {
			const settle = (answer: Answer | { failure: string }) => {
				this.worker.off('error', fail);
				if ('failure' in answer) fail(new Error(`The solver failed: ${answer.failure}`));
				else done(answer);
			};
			this.worker.once('message', settle);
			this.worker.once('error', fail);
			this.worker.postMessage({ trainees, room: Float64Array.from(room), ...arcs });
		});
	}

	async close(): Promise<void> {
		await this.worker.terminate();
	}
}
