import { and, asc, desc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { units } from '../../people/tables.server';
import type { Tier } from '../policy/types';
import { openStates, type DecisionState } from '../states';
import { appointments, decisions, unitQuotas } from '../tables.server';
import { people } from '../../people/tables.server';
import { standardUnit, type Places } from './quota';

interface Wanted {
	ladder: string;
	tier: Pick<Tier, 'id' | 'quota'>;
	/** Paths of the units in which places are asked for; null: every unit that has a number set. */
	unitPaths: readonly string[] | null;
	today: IsoDate;
	/** Cases that do not count as promised: the ones that are asked about. */
	without?: readonly string[];
	/** In which states other cases take a place already. */
	promised?: readonly DecisionState[];
}

/** Held from here to the end of the transaction, so that the last place of a tier is given once. */
export async function lockPlaces(tx: Database, ladder: string, tier: string): Promise<void> {
	await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`places:${ladder}:${tier}`}))`);
}

/**
 * The units that limit a tier, with their places and who takes them: the newest number set for each unit on the way
 * to the root, and the policy's where none is set from its unit on. Nothing when the tier has no quota.
 */
export async function loadPlaces(db: Database, wanted: Wanted): Promise<Places[]> {
	const { ladder, tier, unitPaths, today } = wanted;
	if (!tier.quota) return [];
	const rows = await db
		.selectDistinctOn([unitQuotas.unitId], {
			unitId: units.id,
			path: units.path,
			zh: units.nameZh,
			en: units.nameEn,
			places: unitQuotas.places
		})
		.from(unitQuotas)
		.innerJoin(units, eq(units.id, unitQuotas.unitId))
		.where(and(eq(unitQuotas.ladder, ladder), eq(unitQuotas.tier, tier.id), lte(unitQuotas.validFrom, today)))
		.orderBy(asc(unitQuotas.unitId), desc(unitQuotas.validFrom), desc(unitQuotas.recordedAt));
	const near = rows.filter(({ path }) => unitPaths === null || unitPaths.some((one) => one.startsWith(path)));
	const limits = [...near, ...(await standardPlaces(db, wanted, near))];
	const found: Places[] = [];
	for (const { unitId, path, zh, en, places } of limits.sort((a, b) => (a.path < b.path ? -1 : 1))) {
		if (places === null) continue;
		const taken = await takenIn(db, path, wanted);
		found.push({ unitId, unitPath: path, unitName: { 'zh-CN': zh, en }, places, ...taken });
	}
	return found;
}

/** The units in which the policy's own number holds, since none is set for them or above them. */
async function standardPlaces(
	db: Database,
	{ tier: { quota }, unitPaths }: Wanted,
	set: readonly { path: string }[]
) {
	if (!quota || quota.places === null || !unitPaths?.length) return [];
	const over = await db
		.select({ unitId: units.id, kind: units.kind, path: units.path, zh: units.nameZh, en: units.nameEn })
		.from(units)
		.where(or(...[...new Set(unitPaths)].map((path) => sql`starts_with(${path}, ${units.path})`)));
	const holding = new Set(unitPaths.flatMap((path) => standardUnit(quota, path, over) ?? []));
	const bare = [...holding].filter(({ path }) => !set.some((one) => path.startsWith(one.path)));
	return bare.map((unit) => ({ ...unit, places: quota.places }));
}

async function takenIn(
	db: Database,
	path: string,
	{ ladder, tier, today, without = [], promised = openStates }: Wanted
): Promise<{ held: number; promised: number }> {
	const inUnit = sql`${people.status} = 'active' and ${units.path} like ${`${path}%`}`;
	const [row] = await rowsOf<{ held: number; promised: number }>(
		db,
		sql`select
			(select count(*)::int from ${people} join ${units} on ${units.id} = ${people.unitId}
				where ${inUnit} and ${tier.id} = (select ${appointments.tier} from ${appointments}
					where ${appointments.personId} = ${people.id} and ${appointments.ladder} = ${ladder}
						and ${appointments.startsOn} <= ${today}
					order by ${appointments.startsOn} desc, ${appointments.id} desc limit 1)) as held,
			(select count(*)::int from ${decisions} join ${people} on ${people.id} = ${decisions.personId}
				join ${units} on ${units.id} = ${people.unitId}
				where ${inUnit} and ${decisions.ladder} = ${ladder} and ${decisions.toTier} = ${tier.id}
					and ${decisions.kind} in ('admission', 'appointment', 'promotion', 'reinstatement')
					and ${inArray(decisions.state, promised.length ? [...promised] : ['effective'])}
					and ${promised.length > 0} and ${without.length ? sql`not ${inArray(decisions.id, [...without])}` : sql`true`}) as promised`
	);
	return { held: row?.held ?? 0, promised: row?.promised ?? 0 };
}
