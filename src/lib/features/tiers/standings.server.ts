import { asc, gt, sql } from 'drizzle-orm';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { auditLog } from '../audit/tables.server';
import { findPolicyInForce, type PolicyVersion } from './queries/policies.server';
import { LADDER } from './rules';
import { loadStandings, type Standing } from './standing.server';

/** Everybody's standing on one day under the policy that is in force on it. */
export interface Standings {
	asOf: IsoDate;
	version: PolicyVersion | null;
	people: ReadonlyMap<string, Standing>;
}

/** More changes than this, or more people, and everything is loaded anew. */
const MANY_ENTRIES = 2000;
const MANY_PEOPLE = 500;
/** Today, and yesterday for requests that straddle midnight. */
const DAYS_KEPT = 2;

/**
 * Standings of one day in memory. The audit log says what changed: its numbers have no gaps and appear in the order
 * of commits, so the entries after the last known one name exactly the people to load again, whichever instance
 * wrote them.
 */
class Day {
	private seq = -1;
	private version: PolicyVersion | null = null;
	private people = new Map<string, Standing>();
	private running: Promise<void> | null = null;
	private queued: Promise<void> | null = null;

	constructor(
		private readonly db: Database,
		readonly asOf: IsoDate
	) {}

	/**
	 * Up to date with everything that was committed before the call. At most one look runs and one waits; a look
	 * that had begun before the call may have missed something, so callers join the one that waits.
	 */
	async current(): Promise<Standings> {
		if (this.running && !this.queued) {
			this.queued = this.running.then(ignore, ignore).then(() => {
				this.queued = null;
				return this.start();
			});
		}
		await (this.queued ?? this.start());
		return { asOf: this.asOf, version: this.version, people: this.people };
	}

	/** Loads one person who was not there, for instance because they are no longer active. */
	async find(personId: string): Promise<Standing | null> {
		const known = this.people.get(personId);
		if (known) return known;
		const found = await loadStandings(this.db, [personId], this.asOf, this.version?.policy ?? null);
		return found.get(personId) ?? null;
	}

	private start(): Promise<void> {
		this.running = this.refresh().finally(() => {
			this.running = null;
		});
		return this.running;
	}

	private async refresh(): Promise<void> {
		if (this.seq < 0) return this.loadAll();
		const entries = await this.db
			.select({ seq: auditLog.seq, personId: auditLog.personId, action: auditLog.action })
			.from(auditLog)
			.where(gt(auditLog.seq, this.seq))
			.orderBy(asc(auditLog.seq))
			.limit(MANY_ENTRIES);
		const last = entries.at(-1);
		if (!last) return;
		const touched = new Set(entries.flatMap(({ personId }) => (personId ? [personId] : [])));
		const concernsAll = entries.some(
			({ action, personId }) => !personId && /^(tiers\.policy|people\.unit)\./.test(action)
		);
		if (concernsAll || entries.length === MANY_ENTRIES || touched.size > MANY_PEOPLE) return this.loadAll();
		const fresh = await loadStandings(this.db, [...touched], this.asOf, this.version?.policy ?? null);
		for (const id of touched) {
			const standing = fresh.get(id);
			if (standing?.active) this.people.set(id, standing);
			else this.people.delete(id);
		}
		this.seq = last.seq;
	}

	private async loadAll(): Promise<void> {
		// The number first: what is committed while the facts are read is looked at again next time.
		const [newest] = await this.db
			.select({ seq: sql`coalesce(max(${auditLog.seq}), 0)`.mapWith(Number) })
			.from(auditLog);
		this.version = await findPolicyInForce(this.db, LADDER, this.asOf);
		this.people = await loadStandings(this.db, null, this.asOf, this.version?.policy ?? null);
		this.seq = newest?.seq ?? 0;
	}
}

const ignore = () => {};

const daysOf = new WeakMap<Database, Map<IsoDate, Day>>();

function dayOf(db: Database, asOf: IsoDate): Day {
	let days = daysOf.get(db);
	if (!days) daysOf.set(db, (days = new Map()));
	let day = days.get(asOf);
	if (!day) {
		for (const old of [...days.keys()].sort().slice(0, Math.max(0, days.size - DAYS_KEPT + 1)))
			days.delete(old);
		days.set(asOf, (day = new Day(db, asOf)));
	}
	return day;
}

/**
 * Everybody's standing on a date, exactly as the database has it now: one query when nothing changed. Never call
 * it inside a transaction. Asks no permission: the caller does.
 */
export const standingsOn = (db: Database, asOf: IsoDate): Promise<Standings> => dayOf(db, asOf).current();

/** One person's standing on a date with the policy; null when there is no such person. */
export async function standingOf(db: Database, personId: string, asOf: IsoDate) {
	const day = dayOf(db, asOf);
	const { version } = await day.current();
	return { version, standing: await day.find(personId) };
}

/** Drops what is kept of a database: for what changes it without the audit log (tests, seeds). */
export const forgetStandings = (db: Database): void => {
	daysOf.delete(db);
};
