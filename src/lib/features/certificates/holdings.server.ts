import { asc, desc, sql } from 'drizzle-orm';
import { evidenceFacts } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { pausesOf, type Conditions } from './conditions';
import { kindId } from './grades';
import { formOf, type KindForm } from './kinds';
import { paused } from './periods/pauses';
import { heldOf, isHeld, renews, type Held, type Period } from './periods/period';
import type { Validity } from './periods/validity';
import { latestCompletions } from './queries/completions.server';
import { certificateKindVersions, certificatePeriods, certificates } from './tables.server';
import type { Renewal } from './view';

/** A row of somebody's rounds with a kind. */
export interface Row extends Period {
	id: string;
	personId: string;
	kind: string;
	version: number | null;
	/** The attempt or completion that its certificate rests on, and those that replaced it. */
	groundId: string | null;
}

export interface Rules {
	version: number;
	validity: Validity;
	conditions: Conditions;
}

/** Rules by kind, the newest first. */
export async function rulesOfKinds(db: Database): Promise<Map<string, Rules[]>> {
	const rows = await db.select().from(certificateKindVersions).orderBy(desc(certificateKindVersions.version));
	const kinds = new Map<string, Rules[]>();
	for (const { kind, version, validity, conditions } of rows) {
		const rules = { version, validity: validity as Validity, conditions: conditions as Conditions };
		kinds.set(kind, [...(kinds.get(kind) ?? []), rules]);
	}
	return kinds;
}

/** The rules that a row was certified by. */
export const rulesOf = (kinds: Map<string, Rules[]>, { kind, version }: Row): Rules | undefined =>
	kinds.get(kind)?.find((rules) => rules.version === version);

/** The rows of some people by person and kind (`holdingKey`), after pauses up to a day; void ones are left out. */
export async function holdingsOn(
	db: Database,
	today: IsoDate,
	personIds: readonly string[],
	kinds: Map<string, Rules[]>
): Promise<Map<string, Row[]>> {
	const rows = await db
		.select({
			...{ id: certificatePeriods.id, personId: certificatePeriods.personId, kind: certificatePeriods.kind },
			...{ opens: certificatePeriods.opens, due: certificatePeriods.due, ends: certificatePeriods.ends },
			...{ certified: certificatePeriods.certified, from: certificatePeriods.fromOn },
			...{ until: certificatePeriods.untilOn, revoked: certificatePeriods.revoked },
			version: certificatePeriods.version,
			groundId: sql<string | null>`(
				select c.ground_id from ${certificates} c where c.id = ${certificatePeriods.certificateId}
			)`
		})
		.from(certificatePeriods)
		.where(sql`${certificatePeriods.personId} = any(${`{${[...new Set(personIds)].join()}}`}::uuid[])`)
		.orderBy(asc(certificatePeriods.opens));
	const holdings = new Map<string, Row[]>();
	for (const row of rows.filter(counts)) {
		const key = holdingKey(row.personId, row.kind);
		holdings.set(key, [...(holdings.get(key) ?? []), row]);
	}
	const pausing = (of: readonly Row[]) => {
		const last = heldOf(of).at(-1) as Row | undefined;
		const conditions = last && rulesOf(kinds, last)?.conditions;
		return conditions?.leavePauses ? conditions : null;
	};
	const away = [...holdings.values()].filter(pausing).map(([row]) => row!.personId);
	if (!away.length) return holdings;
	const evidence = await evidenceFacts(db, [...new Set(away)], { on: today });
	for (const [key, of] of holdings) {
		const conditions = pausing(of);
		if (!conditions) continue;
		const pauses = pausesOf(conditions, evidence.get(of[0]!.personId) ?? []);
		// What it gives are copies of what it is given, moved.
		holdings.set(key, paused(of, pauses, { day: today, mostDays: conditions.mostPauseDays }) as Row[]);
	}
	return holdings;
}

export const holdingKey = (personId: string, kind: string): string => `${personId} ${kind}`;

/** Whether a row says anything: one that was revoked before its first day does not. */
export const counts = (period: Period): boolean =>
	!isHeld(period) || period.revoked === null || period.revoked > period.from;

/** What a certificate's round says to its holder. */
export interface Life {
	/** The rules that it was issued under. */
	rules: KindForm;
	/** The renewal that waits, while this is the last of its kind. */
	renewal: Renewal | null;
}

/** The rounds of a person's certificates, by what each rests on. */
export async function livesOf(db: Database, today: IsoDate, personId: string): Promise<Map<string, Life>> {
	const lives = new Map<string, Life>();
	const kinds = await rulesOfKinds(db);
	const completed = await completedSince(db, personId);
	for (const rows of (await holdingsOn(db, today, [personId], kinds)).values()) {
		const held = heldOf(rows) as (Held & Row)[];
		for (const period of held) {
			const rules = rulesOf(kinds, period)!;
			const last = period === held.at(-1) && period.revoked === null;
			const next = rows.find(
				(row) => !isHeld(row) && row.revoked === null && renews(row, period) && row.due! >= period.from
			);
			const completedOn = completed.get(period.kind) ?? null;
			const renewal =
				last && next ? { opens: next.opens, due: next.due!, ends: next.ends, completedOn } : null;
			lives.set(period.groundId!, { rules: formOf(rules.validity, rules.conditions), renewal });
		}
	}
	return lives;
}

/** When a person completed a module whose certificate they hold already, by kind: the next can be issued on it. */
async function completedSince(db: Database, personId: string): Promise<Map<string, IsoDate>> {
	const waiting = (await latestCompletions(db, personId)).filter((one) => !one.certificateNumber);
	return new Map(waiting.map((one) => [kindId(one.ladder, one.tier), dateIn(one.releasedAt!)]));
}
