import { inArray, sql } from 'drizzle-orm';
import type { Question } from '$lib/features/bank';
import { rowsOf, type Database } from '$lib/server/db/database';
import { itemKeys } from '../../bank/tables.server';
import type { QuestionMark } from '../marking';
import { listCorrections } from '../queries/markable.server';
import { bitsOf, choicesOf } from './choices';
import { TableBuilder, type ScoreTable, type TableItem } from './table';
import { secondsByPosition } from './times';

/** So many candidates are in memory with all they wrote at once. */
const AT_ONCE = 100;

interface Sat {
	id: string;
	form: string | null;
	marks: QuestionMark[];
	/** Every save, in four columns; null without any. `times` are in milliseconds since the start. */
	positions: number[] | null;
	seqs: number[] | null;
	times: number[] | null;
	given: unknown[] | null;
}

/** Results of a sitting that count: as they stand, without those that were annulled. */
const counted = (sittingId: string) => sql`from attempts a
	join attempt_results r on r.attempt_id = a.id and r.superseded_at is null
	where a.sitting_id = ${sittingId}
		and not exists (select from result_holds h where h.attempt_id = a.id and h.decision = 'annulled')`;

/** What the analysis of a sitting rests on, in short; '' where nothing counts. */
export async function basisOf(db: Database, sittingId: string): Promise<string> {
	const [row] = await rowsOf<{ basis: string | null }>(
		db,
		sql`select encode(sha256(convert_to(string_agg(a.id || ' ' || r.version, ',' order by a.id), 'UTF8')), 'hex') as basis
			${counted(sittingId)}`
	);
	return row?.basis ?? '';
}

/** What everybody in a sitting made of its items, read some candidates at a time. */
export async function loadTable(db: Database, sittingId: string): Promise<ScoreTable> {
	const corrections = await listCorrections(db, sittingId);
	const builder = new TableBuilder();
	const items: TableItem[] = [];
	const places = new Map<string, number>();
	let coming = listSat(db, sittingId, '00000000-0000-0000-0000-000000000000');
	for (;;) {
		const some = await coming;
		if (!some.length) break;
		const unknown = new Map<string, string>();
		for (const { marks } of some)
			for (const { itemVersionId, area } of marks)
				if (!places.has(itemVersionId)) unknown.set(itemVersionId, area);
		const keys = await listQuestions(db, [...unknown.keys()]);
		for (const [id, section] of unknown) {
			const question = corrections.get(id)?.question ?? keys.get(id);
			places.set(id, items.length);
			items.push({ id, section, options: question ? choicesOf(question) : [] });
		}
		// The database reads the next ones while these are counted.
		coming = listSat(db, sittingId, some.at(-1)!.id);
		for (const sat of some) addTo(builder, sat, items, places);
	}
	return builder.build(items);
}

function addTo(
	builder: TableBuilder,
	{ form, marks, ...saves }: Sat,
	items: readonly TableItem[],
	places: ReadonlyMap<string, number>
): void {
	const answers = newestOf(saves);
	const seconds = secondsByPosition(
		(saves.positions ?? []).map((position, i) => ({ position, at: saves.times![i]! }))
	);
	builder.add(
		form,
		marks.map((mark) => {
			const item = places.get(mark.itemVersionId)!;
			return {
				item,
				earned: mark.earnedHundredths,
				worth: mark.marks * 100,
				chosen: bitsOf(items[item]!.options, answers.get(mark.position)?.given),
				seconds: seconds.get(mark.position) ?? null
			};
		})
	);
}

/** The last answer at each position. */
function newestOf({ positions, seqs, given }: Pick<Sat, 'positions' | 'seqs' | 'given'>) {
	const newest = new Map<number, { seq: number; given: unknown }>();
	for (const [i, position] of (positions ?? []).entries()) {
		const seq = seqs![i]!;
		if (seq > (newest.get(position)?.seq ?? -1)) newest.set(position, { seq, given: given![i] });
	}
	return newest;
}

/** The next candidates after an id, each with all their saves: in columns, since a list for each would take twice as long. */
const listSat = (db: Database, sittingId: string, after: string) =>
	rowsOf<Sat>(
		db,
		sql`select s.id, f.form, s.marks, w.*
		from (
			select a.id, a.started_at, r.marks ${counted(sittingId)} and a.id > ${after}::uuid
			order by a.id limit ${AT_ONCE}
		) s
		join attempt_papers p on p.id = s.id
		left join papers f on f.id = p.paper_id
		cross join lateral (
			select json_agg(w.position) as positions, json_agg(w.seq) as seqs, json_agg(w.given) as given,
				json_agg((date_part('epoch', w.saved_at - s.started_at) * 1000)::int) as times
			from answers w where w.attempt_id = s.id
		) w
		order by s.id`
	);

async function listQuestions(db: Database, versionIds: readonly string[]): Promise<Map<string, Question>> {
	if (!versionIds.length) return new Map();
	const rows = await db
		.select({ id: itemKeys.itemVersionId, question: itemKeys.question })
		.from(itemKeys)
		.where(inArray(itemKeys.itemVersionId, [...versionIds]));
	return new Map(rows.map(({ id, question }) => [id, question as Question]));
}
