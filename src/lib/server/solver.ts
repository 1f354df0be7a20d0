import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** A linear programme, some of whose columns may have to be whole; its matrix compressed by columns. */
export interface Programme {
	maximise: boolean;
	/** By column. */
	cost: Float64Array;
	lower: Float64Array;
	upper: Float64Array;
	/** By column, 1 where it is whole; left out: none is. */
	whole?: Int32Array;
	/** By row. */
	rowLower: Float64Array;
	rowUpper: Float64Array;
	/** Where each column begins in the two below, and at last where all end. */
	starts: Int32Array;
	/** Rows. */
	indices: Int32Array;
	values: Float64Array;
}

export interface Limits {
	/** Of time for one programme. */
	seconds?: number;
	/** How far from the bound the objective may stay, in its own unit. */
	gap?: number;
	/** Of the search tree: unlike seconds the same everywhere, so that the same question has the same answer. */
	nodes?: number;
	seed?: number;
}

export interface Solution {
	/** `limited`: the time or the nodes were over; what was found by then is there, if anything was. */
	state: 'optimal' | 'limited' | 'infeasible';
	/** By column; null when nothing was found. */
	values: Float64Array | null;
	/** By row, of a programme without whole columns: what one more of its bound would be worth. */
	prices: Float64Array;
	objective: number;
	/** No solution is better than this. */
	bound: number;
}

/**
 * HiGHS answers nothing else while it solves, so it runs on a thread of its own and pages stay quick. Plain script:
 * a worker's file would have to be found in the sources and in the build.
 */
const SCRIPT = `
const { parentPort, workerData } = require('node:worker_threads');
const ready = require(workerData.highs)();
parentPort.on('message', async ({ programme: p, limits }) => {
	try {
		const highs = await ready;
		const [numCols, numRows] = [p.cost.length, p.rowLower.length];
		const model = highs.createModel({
			numCols, numRows, sense: p.maximise ? -1 : 1, colCost: p.cost, colLower: p.lower, colUpper: p.upper,
			rowLower: p.rowLower, rowUpper: p.rowUpper, ...(p.whole && { integrality: p.whole }),
			matrix: { format: 'csc', numRows, numCols, starts: p.starts, indices: p.indices, values: p.values }
		});
		try {
			model.options.set({
				output_flag: false,
				...(p.whole ? { mip_rel_gap: 0, mip_abs_gap: limits.gap ?? 1e-6 } : { solver: 'simplex' }),
				...(limits.seconds !== undefined && { time_limit: limits.seconds }),
				...(limits.nodes !== undefined && { mip_max_nodes: limits.nodes }),
				...(limits.seed !== undefined && { random_seed: limits.seed })
			});
			model.run();
			const status = model.getModelStatus();
			const { optimal, infeasible, unboundedOrInfeasible, timeLimit, solutionLimit } = highs.constants.modelStatus;
			if (status === infeasible || status === unboundedOrInfeasible) {
				parentPort.postMessage({ state: 'infeasible', values: null, prices: new Float64Array(), objective: NaN, bound: NaN });
				return;
			}
			if (![optimal, timeLimit, solutionLimit].includes(status)) throw new Error('status ' + status);
			const found = model.info.get('primal_solution_status') === highs.constants.solutionStatus.feasible;
			const { colValue, rowDual } = found ? model.getSolution() : { colValue: null, rowDual: null };
			const objective = found ? model.info.get('objective_function_value') : NaN;
			parentPort.postMessage({
				state: status === optimal ? 'optimal' : 'limited', values: colValue, objective,
				prices: (!p.whole && rowDual) || new Float64Array(),
				bound: p.whole ? model.info.get('mip_dual_bound') : objective
			});
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

	/** Throws when the solver itself fails. The same programme, limits of time aside, gives the same solution. */
	solve(programme: Programme, limits: Limits = {}): Promise<Solution> {
		return new Promise((done, fail) => {
			const settle = (answer: Solution | { failure: string }) => {
				this.worker.off('error', fail);
				if ('failure' in answer) fail(new Error(`The solver failed: ${answer.failure}`));
				else done(answer);
			};
			this.worker.once('message', settle);
			this.worker.once('error', fail);
			this.worker.postMessage({ programme, limits });
		});
	}

	async close(): Promise<void> {
		await this.worker.terminate();
	}
}
