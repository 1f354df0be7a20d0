import { and, asc, eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import { authorize, can, reachesOf } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { conflict, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { matchingRows, matchings } from '../tables.server';
import { criteria, type MatchingState, type Weights } from '../vocabulary';
import type { Figures, RowReason, Terms } from './terms';

type Stored = typeof matchings.$inferSelect;
export type Matching = Omit<Stored, 'terms' | 'figures'> & { terms: Terms; figures: Figures | null };
export interface MatchingRow {
	traineeId: string;
	mentorId: string | null;
	/** Tenths of points. */
	points: number;
	reason: RowReason | null;
	chosenBy: string | null;
	pairingId: string | null;
}

/** A matching that the actor may work on; held to the end of the transaction when `lock` is set. */
export async function loadMatching(
	db: Database,
	ctx: Context,
	id: string,
	options: { lock?: boolean } = {}
): Promise<Matching> {
	const query = db
		.select()
		.from(matchings)
		.where(eq(matchings.id, isId(id) ? id : matchings.id));
	const [found] = isId(id) ? await (options.lock ? query.for('update') : query) : [];
	if (!found) throw notFound();
	const subject = { unitPath: found.unitPath };
	if (!can(ctx.actor, 'mentors.matching.manage', subject).ok) throw notFound();
	authorize(ctx.actor, 'mentors.matching.manage', subject);
	return { ...found, terms: termsOf(found.terms), figures: found.figures as Figures | null };
}

/** The terms as stored; criteria that came later weigh nothing in a matching of before. */
export function termsOf(stored: unknown): Terms {
	const terms = stored as Terms;
	const none = Object.fromEntries(criteria.map((one) => [one, 0])) as Weights;
	return { ...terms, weights: { ...none, ...terms.weights } };
}

/** Refuses what was opened on another version, or is past the state that the act needs. */
export function requireState(
	matching: Matching,
	states: readonly MatchingState[],
	revision: number | null
): void {
	if (!states.includes(matching.state)) throw conflict(`mentors.matching.${matching.state}`);
	if (revision !== null && matching.revision !== revision) throw conflict('mentors.matching.changed');
}

/** The rows of a matching by their trainees' numbers. */
export async function loadRows(db: Database, matchingId: string): Promise<MatchingRow[]> {
	const rows = await db
		.select({ row: matchingRows })
		.from(matchingRows)
		.innerJoin(people, eq(people.id, matchingRows.traineeId))
		.where(eq(matchingRows.matchingId, matchingId))
		.orderBy(asc(people.employeeNo));
	return rows.map(({ row }) => ({
		...{ traineeId: row.traineeId, mentorId: row.mentorId, points: Math.round(row.score * 10) },
		reason: Object.keys(row.parts as object).length ? (row.parts as RowReason) : null,
		...{ chosenBy: row.chosenBy, pairingId: row.pairingId }
	}));
}

/** The mentors of a matching: those whom its maker could read. */
export const amongMentors = ({ mentorPaths }: Terms): SQL | undefined =>
	mentorPaths === null
		? undefined
		: (or(...mentorPaths.map((path) => sql`${units.path} like ${`${path}%`}`)) ?? sql`false`);

/** Paths of the units whose mentors the actor may read; null: all. */
export function mentorPathsOf(ctx: Context): string[] | null {
	const reaches = reachesOf(ctx.actor, 'mentors.mentor.read');
	const wide = reaches.some(
		({ reach, unitPath }) => reach === 'organisation' || (reach === 'unit' && unitPath === null)
	);
	if (wide || ctx.actor.kind === 'system') return null;
	return reaches.flatMap(({ reach, unitPath }) => (reach === 'unit' && unitPath ? [unitPath] : []));
}

/** The day on which mentors are judged: that of the pairings, or today when it has passed. */
export const judgedOn = ({ startsOn }: Pick<Terms, 'startsOn'>, now: Date): IsoDate => {
	const today = dateIn(now);
	return startsOn > today ? startsOn : today;
};

/** The path of the lowest unit above all of these. */
export function commonPath(paths: readonly string[]): string {
	let common = paths[0] ?? '';
	for (const path of paths) {
		while (!path.startsWith(common)) common = common.slice(0, common.lastIndexOf('/', common.length - 2) + 1);
	}
	return common;
}

/** How many rows of a matching each mentor has. */
export const takenIn = (rows: readonly MatchingRow[]): Map<string, number> => {
	const taken = new Map<string, number>();
	for (const { mentorId } of rows) if (mentorId) taken.set(mentorId, (taken.get(mentorId) ?? 0) + 1);
	return taken;
};

/** Names of people by id; asks no permission. */
export async function peopleByIds(db: Database, ids: readonly string[]) {
	if (!ids.length) return new Map<string, { id: string; name: string; unitPath: string; status: string }>();
	const rows = await db
		.select({ id: people.id, name: people.name, unitPath: units.path, status: people.status })
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(inArray(people.id, [...new Set(ids)])));
	return new Map(rows.map((row) => [row.id, row]));
}
