/** How long the first of a group waits for others, in milliseconds. */
const WAIT_MS = 2;
/** So many at most go together. */
const MOST = 64;
/** So many groups may be under way: while one commits the next is gathered. */
const UNDER_WAY = 2;

interface Waiting<I, O> {
	input: I;
	done: (output: O) => void;
	failed: (error: unknown) => void;
}

/**
 * Brings together what comes within a moment, so that one commit serves many: each is answered after the commit that it was
 * in. `work` gets at most `MOST` inputs and gives as many outputs, in their order.
 */
export function gathering<I, O>(work: (inputs: I[]) => Promise<O[]>): (input: I) => Promise<O> {
	let waiting: Waiting<I, O>[] = [];
	let underWay = 0;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function begin(): void {
		clearTimeout(timer);
		timer = undefined;
		if (!waiting.length || underWay >= UNDER_WAY) return;
		const group = waiting.slice(0, MOST);
		waiting = waiting.slice(MOST);
		underWay++;
		work(group.map(({ input }) => input))
			.then(
				(outputs) => group.forEach(({ done }, i) => done(outputs[i] as O)),
				(error: unknown) => group.forEach(({ failed }) => failed(error))
			)
			.finally(() => {
				underWay--;
				begin();
			});
		if (waiting.length) begin();
	}

	return (input) =>
		new Promise((done, failed) => {
			waiting.push({ input, done, failed });
			if (waiting.length >= MOST) begin();
			else timer ??= setTimeout(begin, WAIT_MS);
		});
}
