import { protocol, types, type PGlite, type QueryOptions, type Results } from '@electric-sql/pglite';

type Message = { name: string; fields?: unknown; text?: string };
type Query = <T>(text: string, values?: unknown[], options?: QueryOptions) => Promise<Results<T>>;

/** Statements kept prepared; the application has some hundreds. */
const KEPT = 1000;

/**
 * PGlite sends parse, describe, bind, execute and sync one by one and waits for each. Sent together, and parsed once
 * per text, the same query takes less than half of the processor time, which is what the embedded server is short of.
 * Gives the client as Drizzle uses it: `query` and `transaction`.
 */
export function pipelined(client: PGlite): PGlite {
	const prepared = new Map<string, string>();
	let names = 0;

	async function send<T>(text: string, values: unknown[], options: QueryOptions): Promise<Results<T>> {
		const { serialize } = protocol;
		const known = prepared.get(text);
		const name = known ?? (prepared.size < KEPT ? `q${++names}` : '');
		const parts = [
			serialize.bind({ statement: name, values: values.map(encode) }),
			serialize.describe({ type: 'P' }),
			serialize.execute({}),
			serialize.sync()
		];
		if (!known) parts.unshift(serialize.parse({ name, text }));
		const { messages } = await client.execProtocol(Buffer.concat(parts));
		if (name) prepared.set(text, name);
		return decode<T>(messages as unknown as Message[], client, options);
	}

	const over =
		(original: Query, exclusive: <T>(work: () => Promise<T>) => Promise<T>): Query =>
		(text, values = [], options = {}) =>
			values.some(isCompound)
				? original(text, values, options)
				: exclusive(() => send(text, values, options));

	const wrap = <C extends object>(target: C, query: Query): C =>
		new Proxy(target, {
			get(inner, name) {
				if (name === 'query') return query;
				const member = Reflect.get(inner, name, inner) as unknown;
				return typeof member === 'function' ? member.bind(inner) : member;
			}
		});

	const outer = over(client.query.bind(client) as Query, (work) =>
		client._runExclusiveTransaction(() => client.runExclusive(work))
	);
	const transaction: PGlite['transaction'] = (work) =>
		client.transaction((tx) =>
			work(
				wrap(
					tx,
					over(tx.query.bind(tx) as Query, (run) => client.runExclusive(run))
				)
			)
		);
	return new Proxy(wrap(client, outer), {
		get: (inner, name) => (name === 'transaction' ? transaction : Reflect.get(inner, name))
	});
}

/** Lists and objects need the type of their parameter, which only PGlite's own way asks for. */
const isCompound = (value: unknown) =>
	value !== null && typeof value === 'object' && !(value instanceof Date) && !(value instanceof Uint8Array);

function encode(value: unknown): string | Uint8Array | null {
	if (value === null || value === undefined) return null;
	if (value instanceof Date) return value.toISOString();
	if (value instanceof Uint8Array) return value;
	return String(value);
}

function decode<T>(messages: Message[], client: PGlite, options: QueryOptions): Results<T> {
	let columns: { name: string; dataTypeID: number }[] = [];
	const rows: unknown[] = [];
	let affectedRows = 0;
	const own = options.parsers ?? {};
	const parsers = client.parsers;
	for (const message of messages) {
		if (message.name === 'rowDescription') {
			columns = message.fields as typeof columns;
		} else if (message.name === 'dataRow') {
			const cells = (message.fields as (string | null)[]).map((cell, i) => {
				const type = columns[i]!.dataTypeID;
				return types.parseType(cell, type, own[type] ? own : parsers);
			});
			rows.push(
				options.rowMode === 'array'
					? cells
					: Object.fromEntries(cells.map((cell, i) => [columns[i]!.name, cell]))
			);
		} else if (message.name === 'commandComplete') {
			affectedRows = Number(/\d+$/.exec(message.text ?? '')?.[0] ?? 0);
		}
	}
	return { rows: rows as T[], fields: columns, affectedRows };
}
