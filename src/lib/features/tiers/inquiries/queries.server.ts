import { and, asc, count, desc, eq, isNotNull, isNull, ne, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize, can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import type { DecisionKind } from '../states';
import { decisions, inquiries } from '../tables.server';
import type { InquiryKind } from './schema';
import { loadInquiry } from './subject.server';

export const INQUIRIES_PAGE = 25;

export interface ListedInquiry {
	id: string;
	kind: InquiryKind;
	person: { id: string; name: string; employeeNo: string; unitName: LocalText };
	decision: { id: string; kind: DecisionKind } | null;
	words: string;
	raisedAt: string;
	answeredAt: string | null;
	upheld: boolean | null;
}

const answerer = alias(people, 'answerer');

const columns = {
	id: inquiries.id,
	kind: inquiries.kind,
	ladder: inquiries.ladder,
	personId: people.id,
	name: people.name,
	employeeNo: people.employeeNo,
	zh: units.nameZh,
	en: units.nameEn,
	decisionId: inquiries.decisionId,
	decisionKind: decisions.kind,
	raisedBy: inquiries.raisedBy,
	words: inquiries.words,
	raisedAt: inquiries.raisedAt,
	answer: inquiries.answer,
	answeredAt: inquiries.answeredAt,
	answeredBy: answerer.name,
	upheld: inquiries.upheld
};

const select = (ctx: Context, where: SQL | undefined) =>
	ctx.db
		.select(columns)
		.from(inquiries)
		.innerJoin(people, eq(people.id, inquiries.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(decisions, eq(decisions.id, inquiries.decisionId))
		.leftJoin(answerer, eq(answerer.id, inquiries.answeredBy))
		.where(where);
type Row = Awaited<ReturnType<typeof select>>[number];

/** What people asked and objected to, of those whom the reader may answer or audit; the oldest open one first. */
export async function listInquiries(ctx: Context, filter: { state: 'open' | 'answered'; page: number }) {
	const inReach = staffReach(ctx);
	const by = {
		open: and(inReach, isNull(inquiries.answeredAt)),
		answered: and(inReach, isNotNull(inquiries.answeredAt))
	};
	const counted = async (where: SQL | undefined) => {
		const [row] = await ctx.db
			.select({ n: count() })
			.from(inquiries)
			.innerJoin(people, eq(people.id, inquiries.personId))
			.innerJoin(units, eq(units.id, people.unitId))
			.where(where);
		return row?.n ?? 0;
	};
	const counts = { open: await counted(by.open), answered: await counted(by.answered) };
	const rows = await select(ctx, by[filter.state])
		.orderBy(filter.state === 'open' ? asc(inquiries.raisedAt) : desc(inquiries.answeredAt))
		.limit(INQUIRIES_PAGE)
		.offset((filter.page - 1) * INQUIRIES_PAGE);
	return { counts, total: counts[filter.state], pageSize: INQUIRIES_PAGE, rows: rows.map(describe) };
}

/** Questions that wait for an answer which the reader may give, the oldest first; for the home of staff. */
export async function inquiriesAwaiting(ctx: Context): Promise<ListedInquiry[]> {
	if (!mayAnywhere(ctx.actor, 'tiers.inquiry.answer') || ctx.actor.kind !== 'person') return [];
	const inReach = whereMay(ctx.actor, 'tiers.inquiry.answer', { personId: people.id, unitPath: units.path });
	const { personId } = ctx.actor;
	const others = and(ne(inquiries.raisedBy, personId), ne(inquiries.personId, personId));
	const rows = await select(ctx, and(inReach, others, isNull(inquiries.answeredAt)))
		.orderBy(asc(inquiries.raisedAt))
		.limit(100);
	return rows.map(describe);
}

/** One of them, with what the reader may do about it. */
export async function getInquiry(ctx: Context, inquiryId: string) {
	const { inquiry, subject } = await loadInquiry(ctx.db, inquiryId);
	if (!mayAnswerOrAudit(ctx)) throw forbidden();
	authorize(ctx.actor, 'tiers.inquiry.read', subject);
	const [row] = await select(ctx, eq(inquiries.id, inquiry.id));
	const found = row!;
	return {
		...describe(found),
		ladder: found.ladder,
		own: found.raisedBy === found.personId,
		answer: found.answer,
		answeredBy: found.answeredBy,
		may: found.answeredAt ? null : can(ctx.actor, 'tiers.inquiry.answer', subject)
	};
}

/** What the signed-in person asked about themselves, newest first, with the answers. */
export async function listOwnInquiries(ctx: Context) {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.inquiry.read', { personId });
	const mine = and(eq(inquiries.raisedBy, personId), eq(inquiries.personId, personId));
	const rows = await select(ctx, mine).orderBy(desc(inquiries.raisedAt)).limit(50);
	return rows.map((row) => ({ ...describe(row), answer: row.answer, answeredBy: row.answeredBy }));
}

/** Own questions are read on one's own page: the list of staff is for those who answer or audit. */
const mayAnswerOrAudit = (ctx: Context): boolean =>
	mayAnywhere(ctx.actor, 'tiers.inquiry.answer') || mayAnywhere(ctx.actor, 'audit.log.read');

function staffReach(ctx: Context): SQL | undefined {
	if (!mayAnswerOrAudit(ctx)) throw forbidden();
	return whereMay(ctx.actor, 'tiers.inquiry.read', { personId: people.id, unitPath: units.path });
}

const describe = (row: Row): ListedInquiry => ({
	id: row.id,
	kind: row.kind,
	person: {
		id: row.personId,
		name: row.name,
		employeeNo: row.employeeNo,
		unitName: { 'zh-CN': row.zh, en: row.en }
	},
	decision: row.decisionId && row.decisionKind ? { id: row.decisionId, kind: row.decisionKind } : null,
	words: row.words,
	raisedAt: row.raisedAt.toISOString(),
	answeredAt: row.answeredAt?.toISOString() ?? null,
	upheld: row.upheld
});
