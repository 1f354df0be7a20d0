import { and, asc, count, eq, inArray } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { addDays, dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { addWorkingDays } from '../calendar';
import { loadCalendar } from '../calendar.server';
import { loadHistories } from '../cases/history.server';
import type { AdverseKind } from '../cases/kinds';
import { consequenceOf, isLapsed, warningFor } from '../cases/retention';
import { evaluate } from '../engine/evaluate';
import { gapsOf } from '../engine/gaps';
import type { Phrase } from '../engine/phrase';
import { redact } from '../engine/redact';
import { factsFor } from '../facts.server';
import { tierOf } from '../policy/types';
import { openStates } from '../states';
import { decisions, standings } from '../tables.server';
import { findPolicyInForce } from './policies.server';

export const RETENTION_PAGE = 25;

export interface RetentionRow {
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	tier: LocalText;
	gaps: Phrase[];
	/** What the policy says must follow; null: it names nothing. */
	consequence: AdverseKind | null;
	months: number | null;
	/** Nothing is missing, but something is not on record: that comes first. */
	unknown: boolean;
	/** While a retraining runs: its last day. */
	waitUntil: IsoDate | null;
	warnedOn: IsoDate | null;
	/** The first day on which it may take effect: as warned, or if they were warned today. */
	actFrom: IsoDate | null;
	openDecisionId: string | null;
	/** What the reader can do next: warn them, or propose what follows. */
	next: 'warn' | 'propose' | null;
}

/**
 * Those who no longer satisfy the tier they hold, by the board's snapshot, each looked at again live: what is missing,
 * what the standard says follows, and when at the earliest.
 */
export async function listRetention(ctx: Context, ladder: string, page: number) {
	if (!mayAnywhere(ctx.actor, 'tiers.board.read')) throw forbidden();
	const today = dateIn(ctx.now);
	const version = await findPolicyInForce(ctx.db, ladder, today);
	const where = and(
		eq(standings.ladder, ladder),
		eq(standings.retained, false),
		eq(people.status, 'active'),
		whereMay(ctx.actor, 'tiers.board.read', { personId: people.id, unitPath: units.path })
	);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(standings)
		.innerJoin(people, eq(people.id, standings.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where);
	const empty = { today, policy: null, total: 0, pageSize: RETENTION_PAGE, rows: [] as RetentionRow[] };
	if (!version) return empty;
	const { policy } = version;
	const rows = await ctx.db
		.select({
			...{ personId: people.id, name: people.name, employeeNo: people.employeeNo, unitPath: units.path },
			...{ zh: units.nameZh, en: units.nameEn, tier: standings.tier, openId: decisions.id }
		})
		.from(standings)
		.innerJoin(people, eq(people.id, standings.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(
			decisions,
			and(
				eq(decisions.personId, people.id),
				eq(decisions.ladder, ladder),
				inArray(decisions.state, [...openStates])
			)
		)
		.where(where)
		.orderBy(asc(units.path), asc(people.employeeNo))
		.limit(RETENTION_PAGE)
		.offset((page - 1) * RETENTION_PAGE);
	const ids = rows.map(({ personId }) => personId);
	const facts = await factsFor(ctx.db, ids, { on: today });
	const histories = await loadHistories(ctx.db, ladder, facts, today);
	const calendar = await loadCalendar(ctx.db, today, addDays(today, 400));
	return {
		...{ today, policy: { id: version.id, name: policy.name, edition: policy.edition } },
		...{ total: total?.n ?? 0, pageSize: RETENTION_PAGE },
		rows: rows.map((row): RetentionRow => {
			const { personId, unitPath, openId } = row;
			const tier = row.tier ?? '';
			const evaluation = evaluate(policy, tier, facts.get(personId)!, today, { purpose: 'retain' });
			const subject = { personId, unitPath, parties: { person: personId } };
			const reader = {
				evidence: can(ctx.actor, 'people.evidence.read', subject).ok,
				sensitive: can(ctx.actor, 'people.sensitive.read', subject).ok
			};
			const history = histories.get(personId)!;
			const lapsed = isLapsed(evaluation);
			const follows = lapsed ? consequenceOf(policy, tier, history.retrainings, today) : null;
			const kind = follows && 'kind' in follows ? follows.kind : null;
			const warning = kind && warningFor(history.warnings, tier, kind, today);
			const days = tierOf(policy, tier)?.lapse?.warnDays ?? 0;
			const mayPropose = can(ctx.actor, 'tiers.decision.propose', subject).ok && !openId && kind !== null;
			return {
				...{ personId, name: row.name, employeeNo: row.employeeNo },
				unitName: { 'zh-CN': row.zh, en: row.en },
				tier: tierOf(policy, tier)?.name ?? { 'zh-CN': tier, en: tier },
				gaps: gapsOf(redact(evaluation, reader)),
				unknown: !lapsed && !evaluation.eligible,
				...{ consequence: kind, months: follows && 'months' in follows ? follows.months : null },
				waitUntil: follows && 'waitUntil' in follows ? follows.waitUntil : null,
				warnedOn: warning?.warnedOn ?? null,
				actFrom: warning?.actFrom ?? (kind ? addWorkingDays(today, days, calendar) : null),
				openDecisionId: openId,
				next: !mayPropose ? null : warning || kind === 'retraining' ? 'propose' : 'warn'
			};
		})
	};
}
