import { parse } from 'csv-parse/sync';
import { Refusal } from '$lib/shared/errors';
import { MAX_LINES } from '$lib/shared/import';

export interface RawTable {
	head: string[];
	rows: { line: number; cells: string[] }[];
}

/** The separator that the first line uses most. */
function separatorOf(text: string): string {
	const head = text.slice(0, text.search(/[\r\n]|$/));
	const times = (separator: string) => head.split(separator).length;
	return [',', '\t', ';', '，'].reduce((best, next) => (times(next) > times(best) ? next : best));
}

/** Rows of a CSV text below its head, without empty ones. Refuses a text that is no table, or longer than `most`. */
export function readTable(text: string, most = MAX_LINES): RawTable {
	let parsed: { record: string[]; info: { lines: number } }[];
	try {
		parsed = parse(text, {
			delimiter: separatorOf(text),
			bom: true,
			info: true,
			trim: true,
			relax_column_count: true,
			skip_empty_lines: true,
			skip_records_with_empty_values: true
		}) as unknown as typeof parsed;
	} catch (error) {
		const line = (error as { lines?: number }).lines ?? 1;
		throw new Refusal('invalid', 'app.import.broken', { line });
	}
	const [head, ...rows] = parsed;
	if (!head || !rows.length) throw new Refusal('invalid', 'app.import.empty');
	if (rows.length > most) throw new Refusal('invalid', 'app.import.too_long', { max: most });
	return { head: head.record, rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })) };
}
