import { and, asc, desc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { authorize, can, type Verdict } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, daysBetween, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { storedPolicy } from '../policy/stored';
import { tierOf } from '../policy/types';
import type { DecisionKind } from '../states';
import { decisions, inquiries, policyVersions } from '../tables.server';

export interface Notice {
	id: string;
	name: string;
	unitName: LocalText;
	kind: DecisionKind;
	from: LocalText | null;
	to: LocalText | null;
	noticeFrom: IsoDate;
	/** The last day for objections. */
	noticeTo: IsoDate;
	daysLeft: number;
	effectiveOn: IsoDate | null;
}

const columns = {
	id: decisions.id,
	personId: people.id,
	name: people.name,
	zh: units.nameZh,
	en: units.nameEn,
	kind: decisions.kind,
	state: decisions.state,
	round: decisions.round,
	fromTier: decisions.fromTier,
	toTier: decisions.toTier,
	noticeFrom: decisions.noticeFrom,
	noticeTo: decisions.noticeTo,
	effectiveOn: decisions.effectiveOn,
	content: policyVersions.content
};

const select = (ctx: Context) =>
	ctx.db
		.select(columns)
		.from(decisions)
		.innerJoin(people, eq(people.id, decisions.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(policyVersions, eq(policyVersions.id, decisions.policyVersionId));
type Row = Awaited<ReturnType<typeof select>>[number];

/** Who is in public notice (公示), the notices that end first before the others; nothing that rests on their file. */
export async function listNotices(ctx: Context): Promise<Notice[]> {
	authorize(ctx.actor, 'tiers.notice.read');
	const today = dateIn(ctx.now);
	const rows = await select(ctx)
		.where(and(eq(decisions.state, 'notice'), sql`${decisions.noticeTo} >= ${today}`))
		.orderBy(asc(decisions.noticeTo), asc(decisions.id))
		.limit(500);
	return rows.map((row) => describe(row, today));
}

export interface OwnObjection {
	id: string;
	words: string;
	raisedAt: string;
	answer: string | null;
	upheld: boolean | null;
}

/** One public notice, with what the reader objected to it; a case without a notice does not exist here. */
export async function getNotice(ctx: Context, decisionId: string) {
	authorize(ctx.actor, 'tiers.notice.read');
	if (!isId(decisionId)) throw notFound();
	const today = dateIn(ctx.now);
	const self = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const [row] = await select(ctx).where(eq(decisions.id, decisionId));
	if (!row) throw notFound();
	const mine = self
		? await ctx.db
				.select()
				.from(inquiries)
				.where(
					and(
						eq(inquiries.decisionId, decisionId),
						eq(inquiries.raisedBy, self),
						eq(inquiries.kind, 'objection'),
						or(isNotNull(inquiries.round), eq(inquiries.personId, self))
					)
				)
				.orderBy(desc(inquiries.raisedAt))
		: [];
	// Whoever objected may come back for the answer; for everybody else a notice is over with its state.
	if (row.state !== 'notice' && !mine.length) throw notFound();
	const verdict: Verdict = can(ctx.actor, 'tiers.notice.object', { parties: { person: row.personId } });
	const isOpen = row.state === 'notice' && row.noticeTo !== null && row.noticeTo >= today;
	const waiting = mine.some(({ answeredAt, round }) => !answeredAt && round === row.round);
	return {
		...describe(row, today),
		own: row.personId === self,
		open: isOpen,
		/** A case that is under review again has no period. */
		hasPeriod: row.noticeTo !== null,
		mayObject: isOpen && verdict.ok && !waiting,
		objections: mine.map(({ id, words, raisedAt, answer, upheld }): OwnObjection => ({
			...{ id, words, answer, upheld, raisedAt: raisedAt.toISOString() }
		}))
	};
}

function describe(row: Row, today: IsoDate): Notice {
	const policy = storedPolicy(row.content);
	const nameOf = (id: string | null): LocalText | null =>
		id === null ? null : (tierOf(policy, id)?.name ?? { 'zh-CN': id, en: id });
	const to = row.noticeTo ?? today;
	return {
		...{ id: row.id, name: row.name, unitName: { 'zh-CN': row.zh, en: row.en }, kind: row.kind },
		...{ from: nameOf(row.fromTier), to: nameOf(row.toTier) },
		...{ noticeFrom: row.noticeFrom ?? to, noticeTo: to, effectiveOn: row.effectiveOn },
		daysLeft: Math.max(0, daysBetween(today, to))
	};
}
