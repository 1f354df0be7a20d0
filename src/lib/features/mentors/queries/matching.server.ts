import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { loadMentors } from '../candidates.server';
import {
	amongMentors,
	judgedOn,
	loadMatching,
	loadRows,
	takenIn,
	type Matching
} from '../matching/load.server';
import type { Figures, RowReason, Terms } from '../matching/terms';
import { loadNeeds, type Trainee } from '../needs.server';
import { requireStaff } from '../subject.server';
import type { MatchingState } from '../vocabulary';
import { rank, type Excluded, type Suggestion } from './suggestions.server';

export const matchingSorts = ['trainee', 'unit', 'mentor', 'points'] as const;
export const matchingViews = ['all', 'nobody', 'changed'] as const;
export const matchingFilterSchema = z.object({
	view: z.enum(matchingViews).catch('all').default('all'),
	sort: z.enum(matchingSorts).catch('points').default('points'),
	dir: z.enum(['asc', 'desc']).catch('asc').default('asc'),
	page: z.coerce.number().int().min(1).max(10_000).catch(1).default(1)
});
export type MatchingFilter = z.output<typeof matchingFilterSchema>;
const PAGE_SIZE = 25;

export interface MatchedRow {
	traineeId: string;
	trainee: string;
	employeeNo: string;
	unitName: LocalText;
	mentor: { id: string; name: string; unitName: LocalText } | null;
	points: number;
	reason: RowReason | null;
	changed: boolean;
	pairingId: string | null;
}

export interface MatchingHead {
	id: string;
	title: string;
	state: MatchingState;
	revision: number;
	terms: Omit<Terms, 'mentorPaths'>;
	figures: Figures | null;
	/** As it stands now, after changes by hand. */
	now: { trainees: number; placed: number; points: number; changed: number };
}

export interface MatchingPage extends MatchingHead {
	rows: MatchedRow[];
	total: number;
	pageSize: number;
}

async function everybody(
	ctx: Context
): Promise<Map<string, { name: string; employeeNo: string; unitName: LocalText }>> {
	const rows = await ctx.db
		.select({
			...{ id: people.id, name: people.name, employeeNo: people.employeeNo },
			...{ zh: units.nameZh, en: units.nameEn }
		})
		.from(people)
		.innerJoin(units, eq(units.id, people.unitId));
	return new Map(rows.map(({ id, zh, en, ...row }) => [id, { ...row, unitName: { 'zh-CN': zh, en } }]));
}

function headOf(matching: Matching, rows: Awaited<ReturnType<typeof loadRows>>): MatchingHead {
	const { id, title, state, revision, figures } = matching;
	const { mentorPaths: _paths, ...terms } = matching.terms;
	return {
		...{ id, title, state, revision, terms, figures },
		now: {
			trainees: rows.length,
			placed: rows.filter(({ mentorId }) => mentorId).length,
			points: rows.reduce((sum, row) => sum + row.points, 0),
			changed: rows.filter(({ chosenBy }) => chosenBy).length
		}
	};
}

/** A matching with its rows, a page at a time, for review. */
export async function getMatching(ctx: Context, id: string, filter: MatchingFilter): Promise<MatchingPage> {
	requireStaff(ctx, 'mentors.matching.manage');
	const matching = await loadMatching(ctx.db, ctx, id);
	const rows = await loadRows(ctx.db, matching.id);
	const named = await everybody(ctx);
	const listed = rows.flatMap((row): MatchedRow[] => {
		const trainee = named.get(row.traineeId);
		const mentor = row.mentorId ? named.get(row.mentorId) : undefined;
		if (!trainee) return [];
		return [
			{
				...{ traineeId: row.traineeId, trainee: trainee.name, employeeNo: trainee.employeeNo },
				unitName: trainee.unitName,
				mentor: mentor ? { id: row.mentorId!, name: mentor.name, unitName: mentor.unitName } : null,
				...{ points: row.points, reason: row.reason, changed: row.chosenBy !== null },
				pairingId: row.pairingId
			}
		];
	});
	const seen = listed
		.filter((row) => filter.view === 'all' || (filter.view === 'nobody' ? !row.mentor : row.changed))
		.sort((a, b) => compare(a, b, filter));
	return {
		...headOf(matching, rows),
		rows: seen.slice((filter.page - 1) * PAGE_SIZE, filter.page * PAGE_SIZE),
		total: seen.length,
		pageSize: PAGE_SIZE
	};
}

function compare(a: MatchedRow, b: MatchedRow, { sort, dir }: MatchingFilter): number {
	const by = {
		trainee: a.trainee.localeCompare(b.trainee, 'zh-CN'),
		unit: a.unitName['zh-CN'].localeCompare(b.unitName['zh-CN'], 'zh-CN'),
		mentor: (a.mentor?.name ?? '').localeCompare(b.mentor?.name ?? '', 'zh-CN'),
		points: a.points - b.points
	}[sort];
	return (dir === 'asc' ? by : -by) || (a.employeeNo < b.employeeNo ? -1 : 1);
}

export interface MatchingRowPage {
	matching: Pick<MatchingHead, 'id' | 'title' | 'state' | 'revision'>;
	on: IsoDate;
	trainee: Pick<Trainee, 'id' | 'name' | 'employeeNo' | 'unitName' | 'customers' | 'weakest' | 'leastSteps'>;
	current: string | null;
	able: Suggestion[];
	excluded: Excluded[];
}

/** One trainee of a matching with everybody who could take them now, given the other rows, and who cannot and why. */
export async function getMatchingRow(ctx: Context, id: string, traineeId: string): Promise<MatchingRowPage> {
	requireStaff(ctx, 'mentors.matching.manage');
	const matching = await loadMatching(ctx.db, ctx, id);
	const rows = await loadRows(ctx.db, matching.id);
	const row = rows.find((one) => one.traineeId === traineeId);
	if (!row) throw notFound();
	const on = judgedOn(matching.terms, ctx.now);
	const [trainee] = await loadNeeds(ctx.db, [traineeId], on);
	if (!trainee) throw notFound();
	const mentors = await loadMentors(ctx.db, on, amongMentors(matching.terms));
	const taken = takenIn(rows.filter((one) => one.traineeId !== traineeId));
	const { able, excluded } = rank(trainee, mentors, matching.terms.weights, taken);
	const { name, employeeNo, unitName, customers, weakest, leastSteps } = trainee;
	return {
		matching: {
			...{ id: matching.id, title: matching.title, state: matching.state, revision: matching.revision }
		},
		on,
		trainee: { id: traineeId, name, employeeNo, unitName, customers, weakest, leastSteps },
		current: row.mentorId,
		able: able.slice(0, 30),
		excluded
	};
}
