import { and, asc, eq, inArray, ne, sql, type SQL } from 'drizzle-orm';
import type { Actor } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import { rowsIn, type Database } from '$lib/server/db/database';
import { people, units } from '../../people/tables.server';
import { completions, moduleVersions } from '../../training/tables.server';
import { namesOfModule } from '../grades';
import { certificateKinds, certificateRequestItems } from '../tables.server';
import type { Ground, InShort } from './grounds.server';

/** Completions of the same module by the same person as `completions`, of any version, as `l`. */
const others = sql`completions l join module_versions v on v.id = l.module_version_id
	and v.module_id = ${moduleVersions.moduleId} and l.person_id = ${completions.personId}`;
const at = sql`(${completions.completedOn}, ${completions.id})`;

/** The number of the certificate that rests on the completion, or on a later one. */
const certificateNumber = sql<string | null>`(
	select c.number from ${others} join certificates c on c.ground_id = l.id and c.replaces is null
	where (l.completed_on, l.id) >= ${at} limit 1
)`;

const withContext = (db: Database) =>
	db
		.select({
			...{ id: completions.id, personId: completions.personId },
			...{ name: people.name, employeeNo: people.employeeNo },
			...{ unitPath: units.path, unitZh: units.nameZh, unitEn: units.nameEn },
			kind: certificateKinds,
			title: sql<LocalText>`${moduleVersions.content} -> 'title'`,
			releasedAt: completions.recordedAt,
			certificateNumber
		})
		.from(completions)
		.innerJoin(moduleVersions, eq(moduleVersions.id, completions.moduleVersionId))
		.innerJoin(certificateKinds, eq(certificateKinds.moduleId, moduleVersions.moduleId))
		.innerJoin(people, eq(people.id, completions.personId))
		.innerJoin(units, eq(units.id, people.unitId));

type Row = Awaited<ReturnType<typeof withContext>>[number];

const none = (what: SQL) => sql`not exists (${what})`;

/** No later completion of the module by the same person. */
const isLatest = none(sql`select 1 from ${others} where (l.completed_on, l.id) > ${at}`);

const groundFrom = ({ unitZh, unitEn, kind, ...row }: Row): Ground => ({
	...row,
	...{ attemptId: null, completionId: row.id, about: { sittingId: null, kind: kind.id } },
	...{ unitName: { 'zh-CN': unitZh, en: unitEn }, ladder: kind.ladder, tier: kind.tier },
	names: namesOfModule(kind.ladder, { 'zh-CN': kind.nameZh!, en: kind.nameEn! }),
	...{ passed: true, held: false }
});

/** Completions with these ids, of modules that certificates are issued for. */
export const completionsByIds = async (db: Database, ids: readonly string[]): Promise<Ground[]> =>
	(await withContext(db).where(inArray(completions.id, [...ids]))).map(groundFrom);

const awaiting = (db: Database, actor: Actor, kind?: string) =>
	withContext(db).where(
		and(
			kind ? eq(certificateKinds.id, kind) : undefined,
			ne(people.status, 'left'),
			none(sql`select 1 from certificates c where c.ground_id = ${completions.id}`),
			isLatest,
			none(
				sql`select 1 from ${certificateRequestItems} i where i.ground_id = ${completions.id} and i.result is null`
			),
			whereMay(actor, 'certificates.certificate.issue', {
				personId: completions.personId,
				unitPath: units.path
			})
		)
	);

/**
 * The latest completion of each person without a certificate and not asked for one yet, within what somebody may ask for: of
 * one kind or of all. Whoever has left is not listed: completions count however old they are.
 */
export const completionsAwaiting = async (db: Database, actor: Actor, kind?: string): Promise<Ground[]> =>
	(await awaiting(db, actor, kind).orderBy(asc(certificateKinds.id), asc(people.employeeNo))).map(groundFrom);

/** How many they are, and the `few` who have waited longest. */
export async function completionsAwaitingLongest(db: Database, actor: Actor, few: number): Promise<InShort> {
	const longest = await awaiting(db, actor)
		.orderBy(asc(completions.recordedAt), asc(people.employeeNo))
		.limit(few);
	return { count: await rowsIn(db, awaiting(db, actor)), longest: longest.map(groundFrom) };
}

/** A person's latest completion of each module that certificates are issued for. */
export const latestCompletions = async (db: Database, personId: string): Promise<Ground[]> =>
	(await withContext(db).where(and(eq(completions.personId, personId), isLatest))).map(groundFrom);
