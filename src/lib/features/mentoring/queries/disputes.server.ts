import { and, asc, count, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { people, units } from '../../people/tables.server';
import { answer, answersEntry, correction, correctsEntry, entryState } from '../load.server';
import { pairings, shadowingEntries } from '../tables.server';
import { selectEntries } from './rows.server';

export interface OpenDispute {
	entryId: string;
	pairingId: string;
	traineeName: string;
	mentorName: string;
	occurredOn: IsoDate;
	minutes: number;
	reason: string;
	disputedAt: Date;
}

/** Disputed, not yet corrected, in a pairing that goes on, in the units that the reader's grants cover. */
const open = (ctx: Context): SQL | undefined =>
	and(
		whereMay(ctx.actor, 'mentoring.entry.read', { unitPath: units.path }),
		isNull(pairings.endedOn),
		sql`${entryState} = 'disputed'`
	);

/** The open disputes of the reader's units, latest session first; empty for whoever has only their own. */
export async function findOpenDisputes(ctx: Context, limit = 20): Promise<OpenDispute[]> {
	const rows = await selectEntries(ctx.db, open(ctx), limit);
	return rows.map((row) => ({
		entryId: row.id,
		pairingId: row.pairingId,
		traineeName: row.traineeName,
		mentorName: row.mentorName,
		occurredOn: row.occurredOn,
		minutes: row.minutes,
		reason: row.answerWords ?? '',
		disputedAt: row.answeredAt ?? row.createdAt
	}));
}

export async function countOpenDisputes(ctx: Context): Promise<number> {
	const [row] = await ctx.db
		.select({ total: count() })
		.from(shadowingEntries)
		.innerJoin(pairings, eq(pairings.id, shadowingEntries.pairingId))
		.innerJoin(people, eq(people.id, pairings.traineeId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(answer, answersEntry)
		.leftJoin(correction, correctsEntry)
		.where(open(ctx));
	return row?.total ?? 0;
}

/** The units that the filter of the staff list offers: those that the reader may see pairings of. */
export async function listPairingUnits(ctx: Context) {
	const rows = await ctx.db
		.select({ id: units.id, path: units.path, zh: units.nameZh, en: units.nameEn })
		.from(units)
		.where(whereMay(ctx.actor, 'mentoring.pairing.read', { unitPath: units.path }))
		.orderBy(asc(units.path));
	return rows.map(({ id, path, zh, en }) => ({
		id,
		depth: path.split('/').length - 2,
		name: { 'zh-CN': zh, en }
	}));
}
