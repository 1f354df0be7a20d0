import { and, asc, count, eq, sql } from 'drizzle-orm';
import { whereMay } from '$lib/access/where.server';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { units } from '../../people/tables.server';
import { pairings } from '../tables.server';
import { verifyPairingChain, type PairingChain } from '../verify.server';
import { mentor, trainee } from './rows.server';
import { requireStaff } from './staff.server';

export const CHAINS_PAGE_SIZE = 25;

export interface ChainRow {
	pairingId: string;
	traineeName: string;
	mentorName: string;
	startsOn: IsoDate;
	chain: PairingChain;
}

export interface ChainPage {
	rows: ChainRow[];
	total: number;
	page: number;
	/** Of every chain that the reader may see, when all were asked for: `rows` are then the broken ones. */
	all: { chains: number; signatures: number; broken: number } | null;
}

/**
 * The chains of the reader's units, each verified now, with the bytes of its pictures: a page of them, or with `all`
 * every one. Reads only.
 */
export async function verifyChains(ctx: Context, query: URLSearchParams): Promise<ChainPage> {
	requireStaff(ctx, 'mentoring.entry.read');
	const { db } = ctx;
	const page = Math.max(1, Math.min(10_000, Number.parseInt(query.get('page') ?? '1', 10) || 1));
	const where = whereMay(ctx.actor, 'mentoring.entry.read', { unitPath: units.path });
	const wanted = db
		.select({
			...{ pairingId: pairings.id, startsOn: pairings.startsOn },
			...{ traineeName: trainee.name, mentorName: mentor.name }
		})
		.from(pairings)
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(mentor, eq(mentor.id, pairings.mentorId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.where(where)
		.orderBy(sql`${pairings.startsOn} desc`, asc(pairings.id))
		.$dynamic();
	const verify = async (row: Omit<ChainRow, 'chain'>): Promise<ChainRow> => ({
		...row,
		chain: await verifyPairingChain(db, row.pairingId, { bytes: true })
	});
	if (query.get('all') !== null) {
		const broken: ChainRow[] = [];
		let signatures = 0;
		const every = await wanted;
		for (const one of every) {
			const row = await verify(one);
			signatures += row.chain.signatures;
			if (!row.chain.intact) broken.push(row);
		}
		const all = { chains: every.length, signatures, broken: broken.length };
		return { rows: broken, total: broken.length, page: 1, all };
	}
	const [counted] = await db
		.select({ total: count() })
		.from(pairings)
		.innerJoin(trainee, eq(trainee.id, pairings.traineeId))
		.innerJoin(units, eq(units.id, trainee.unitId))
		.where(and(where));
	const rows: ChainRow[] = [];
	for (const row of await wanted.limit(CHAINS_PAGE_SIZE).offset((page - 1) * CHAINS_PAGE_SIZE)) {
		rows.push(await verify(row));
	}
	return { rows, total: counted?.total ?? 0, page, all: null };
}
