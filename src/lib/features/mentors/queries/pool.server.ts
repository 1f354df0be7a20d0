import { and, sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { loadMentors, type Mentor } from '../candidates.server';
import { PAGE_SIZE, type PoolFilter } from '../pool-filter';
import { requireStaff } from '../subject.server';
import type { PoolState } from '../vocabulary';
import type { Outcomes } from '../outcomes';

export interface PoolRow {
	id: string;
	name: string;
	employeeNo: string;
	post: string;
	unitName: LocalText;
	specialities: Mentor['specialities'];
	capacity: number;
	load: number;
	state: PoolState;
	pausedUntil: IsoDate | null;
	/** Requirements of the rule that are met, of how many. */
	met: number;
	total: number;
	hasProfile: boolean;
	outcomes: Outcomes;
}

export interface Pool {
	rows: PoolRow[];
	total: number;
	/** Of everybody in the reader's units, whatever the filter. */
	counts: { mentors: number; open: number; places: number; over: number };
}

const stateOrder: PoolState[] = ['open', 'full', 'leave', 'suspended', 'unqualified'];

/**
 * The mentors of the reader's units by filter, a page at a time. Who qualifies is computed, so all are read and the
 * filter, the order and the page are made here, on the server.
 */
export async function listPool(ctx: Context, filter: PoolFilter): Promise<Pool> {
	requireStaff(ctx, 'mentors.mentor.read');
	const today = dateIn(ctx.now);
	const mentors = await loadMentors(
		ctx.db,
		today,
		whereMay(ctx.actor, 'mentors.mentor.read', { personId: people.id, unitPath: units.path })
	);
	const within = await pathOf(ctx, filter.unit);
	const found = mentors.filter((mentor) => matches(mentor, filter, within));
	const rows = found.map(rowOf);
	rows.sort((a, b) => compare(a, b, filter) || (a.employeeNo < b.employeeNo ? -1 : 1));
	const able = mentors.filter(({ barred }) => barred === null);
	const free = (mentor: Mentor) => Math.max(0, mentor.capacity - mentor.load);
	return {
		rows: rows.slice((filter.page - 1) * PAGE_SIZE, filter.page * PAGE_SIZE),
		total: rows.length,
		counts: {
			mentors: mentors.length,
			open: mentors.filter(({ state }) => state === 'open').length,
			places: able.reduce((sum, mentor) => sum + free(mentor), 0),
			over: mentors.filter(({ load, capacity }) => load > capacity).length
		}
	};
}

async function pathOf(ctx: Context, unitId: string | null): Promise<string | null> {
	if (!unitId) return null;
	const [unit] = await ctx.db
		.select({ path: units.path })
		.from(units)
		.where(and(sql`${units.id} = ${unitId}`));
	return unit?.path ?? null;
}

function matches(mentor: Mentor, filter: PoolFilter, within: string | null): boolean {
	const { specialities } = mentor;
	const text = filter.q?.toLowerCase();
	return (
		(!text || `${mentor.name} ${mentor.employeeNo}`.toLowerCase().includes(text)) &&
		(within === null || mentor.unitPath.startsWith(within)) &&
		(!filter.state || mentor.state === filter.state) &&
		(!filter.over || mentor.load > mentor.capacity) &&
		(!filter.step || specialities.steps.includes(filter.step)) &&
		(!filter.customer || specialities.customers.includes(filter.customer)) &&
		(!filter.language || specialities.languages.includes(filter.language))
	);
}

function rowOf({ evaluation, outcomes, ...mentor }: Mentor): PoolRow {
	const { id, name, employeeNo, post, unitName, specialities, capacity, load, state } = mentor;
	return {
		...{ id, name, employeeNo, post, unitName, specialities, capacity, load, state },
		...{ pausedUntil: mentor.pausedUntil, hasProfile: mentor.hasProfile, outcomes },
		...{ met: evaluation.met, total: evaluation.total }
	};
}

function compare(a: PoolRow, b: PoolRow, { sort, dir }: PoolFilter): number {
	const key = (row: PoolRow): number | string =>
		({
			name: row.name,
			unit: row.unitName['zh-CN'],
			// Most places first: that is what the page is opened for.
			free: row.state === 'open' ? row.load - row.capacity : 1000 + stateOrder.indexOf(row.state),
			load: row.load,
			minutes: row.outcomes.minutes,
			completed: row.outcomes.completed,
			passed: row.outcomes.sat ? row.outcomes.passed / row.outcomes.sat : -1,
			state: stateOrder.indexOf(row.state)
		})[sort];
	const [x, y] = [key(a), key(b)];
	const order = typeof x === 'string' ? x.localeCompare(String(y), 'zh-CN') : x - Number(y);
	return dir === 'asc' ? order : -order;
}
