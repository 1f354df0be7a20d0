import { and, asc, count, desc, eq, isNotNull, isNull, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { pairings, shadowingEntries, shadowingFlags } from '../tables.server';
import { flagKinds, type FlagKind } from '../vocabulary';
import type { EntryFlag } from './entry-parts.server';
import { mentor, trainee } from './rows.server';
import { requireStaff } from './staff.server';

export const FLAGS_PAGE_SIZE = 25;

export interface FlagFilter {
	state: 'open' | 'settled';
	kind: FlagKind | 'all';
	page: number;
}

export interface FlagRow extends EntryFlag {
	entryId: string;
	occurredOn: IsoDate;
	minutes: number;
	traineeName: string;
	mentorName: string;
	/** Names of the two by id. */
	names: Record<string, string>;
	maySettle: boolean;
}

/** The list's filter from an address; what it does not understand it leaves at its default. */
export function readFlagFilter(query: URLSearchParams): FlagFilter {
	return {
		state: query.get('state') === 'settled' ? 'settled' : 'open',
		kind: flagKinds.find((kind) => kind === query.get('kind')) ?? 'all',
		page: Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1))
	};
}

const settler = alias(people, 'settler');

/** What the rules found in the sessions of the reader's units, the oldest open ones first, a page at a time. */
export async function listFlags(
	ctx: Context,
	filter: FlagFilter
): Promise<{ rows: FlagRow[]; total: number }> {
	requireStaff(ctx, 'mentoring.entry.read');
	const where = and(
		whereMay(ctx.actor, 'mentoring.entry.read', { unitPath: units.path }),
		filter.state === 'open' ? isNull(shadowingFlags.settledAt) : isNotNull(shadowingFlags.settledAt),
		filter.kind === 'all' ? undefined : eq(shadowingFlags.kind, filter.kind)
	);
	const order = filter.state === 'open' ? asc(shadowingFlags.raisedAt) : desc(shadowingFlags.settledAt);
	const rows = await ctx.db
		.select({
			flag: shadowingFlags,
			settledByName: settler.name,
			...{ occurredOn: shadowingEntries.occurredOn, minutes: shadowingEntries.minutes },
			...{ traineeId: pairings.traineeId, traineeName: trainee.name, unitPath: units.path },
			...{ mentorId: pairings.mentorId, mentorName: mentor.name }
		})
		.from(shadowingFlags)
		.innerJoin(shadowingEntries, eq(shadowingEntries.id, shadowingFlags.entryId))
		.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.leftJoin(settler, eq(settler.id, shadowingFlags.settledBy))
		.where(where)
		.orderBy(order, desc(shadowingFlags.id))
		.limit(FLAGS_PAGE_SIZE)
		.offset((filter.page - 1) * FLAGS_PAGE_SIZE);
	return {
		total: await countFlags(ctx, where),
		rows: rows.map(({ flag, traineeId, mentorId, unitPath, ...row }) => ({
			...row,
			...{ id: flag.id, entryId: flag.entryId, kind: flag.kind, raisedAt: flag.raisedAt },
			...{ settledAt: flag.settledAt, cleared: flag.cleared, note: flag.note },
			detail: flag.detail as Record<string, unknown>,
			names: { [traineeId]: row.traineeName, [mentorId]: row.mentorName },
			maySettle:
				flag.settledAt === null &&
				can(ctx.actor, 'mentoring.entry.settle', {
					unitPath,
					parties: { trainee: traineeId, mentor: mentorId }
				}).ok
		}))
	};
}

async function countFlags(ctx: Context, where: SQL | undefined): Promise<number> {
	const [row] = await ctx.db
		.select({ total: count() })
		.from(shadowingFlags)
		.innerJoin(shadowingEntries, eq(shadowingEntries.id, shadowingFlags.entryId))
		.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.where(where);
	return row?.total ?? 0;
}

/** How many flags wait for HR in the reader's units; for whoever settles none, 0. */
export async function countOpenFlags(ctx: Context): Promise<number> {
	if (!mayAnywhere(ctx.actor, 'mentoring.entry.settle')) return 0;
	if (ctx.actor.kind !== 'person') throw forbidden();
	return countFlags(
		ctx,
		and(
			whereMay(ctx.actor, 'mentoring.entry.settle', { unitPath: units.path }),
			isNull(shadowingFlags.settledAt)
		)
	);
}
