import { and, asc, count, desc, eq, gte, lt, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden } from '$lib/shared/errors';
import { people, units } from '../../people/tables.server';
import { nodeByRef, saidOf, type SaidRequirement } from '../cases/exceptions';
import { detailOf } from '../detail';
import type { Evaluation } from '../engine/explanation';
import { storedPolicy } from '../policy/stored';
import { tierOf } from '../policy/types';
import { decisions, exceptions, policyVersions } from '../tables.server';

export const EXCEPTIONS_PAGE = 25;
export const exceptionViews = ['inForce', 'ended'] as const;
export interface ExceptionFilter {
	view: (typeof exceptionViews)[number];
	unit: string | null;
	page: number;
}

export interface ListedException {
	id: string;
	decisionId: string;
	person: { id: string; name: string; employeeNo: string; unitName: LocalText };
	tier: LocalText;
	ref: string;
	waived: SaidRequirement | null;
	from: IsoDate;
	to: IsoDate;
	reason: string;
	evidence: string;
	approver: string | null;
}

const approver = alias(people, 'approver');

/** Exceptions (破格) in force or ended, of people whose decisions the reader may see; with how many in each unit. */
export async function listExceptions(ctx: Context, filter: ExceptionFilter) {
	if (!mayAnywhere(ctx.actor, 'tiers.decision.read')) throw forbidden();
	const today = dateIn(ctx.now);
	const inReach = whereMay(ctx.actor, 'tiers.decision.read', { personId: people.id, unitPath: units.path });
	const views: Record<ExceptionFilter['view'], SQL> = {
		inForce: gte(exceptions.validTo, today),
		ended: lt(exceptions.validTo, today)
	};
	const counted = async (where: SQL | undefined) => {
		const [row] = await ctx.db
			.select({ n: count() })
			.from(exceptions)
			.innerJoin(people, eq(people.id, exceptions.personId))
			.innerJoin(units, eq(units.id, people.unitId))
			.where(and(inReach, where));
		return row?.n ?? 0;
	};
	const byUnit = await ctx.db
		.select({ id: units.id, zh: units.nameZh, en: units.nameEn, count: count() })
		.from(exceptions)
		.innerJoin(people, eq(people.id, exceptions.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(and(inReach, views[filter.view]))
		.groupBy(units.id, units.nameZh, units.nameEn, units.path)
		.orderBy(asc(units.path));
	const where = and(
		inReach,
		views[filter.view],
		byUnit.some(({ id }) => id === filter.unit) ? eq(units.id, filter.unit!) : undefined
	);
	const rows = await ctx.db
		.select({
			exception: exceptions,
			decision: decisions,
			content: policyVersions.content,
			name: people.name,
			employeeNo: people.employeeNo,
			zh: units.nameZh,
			en: units.nameEn,
			approver: approver.name
		})
		.from(exceptions)
		.innerJoin(people, eq(people.id, exceptions.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.innerJoin(decisions, eq(decisions.id, exceptions.decisionId))
		.innerJoin(policyVersions, eq(policyVersions.id, decisions.policyVersionId))
		.leftJoin(approver, eq(approver.id, decisions.closedBy))
		.where(where)
		.orderBy(desc(exceptions.validFrom), desc(exceptions.id))
		.limit(EXCEPTIONS_PAGE)
		.offset((filter.page - 1) * EXCEPTIONS_PAGE);
	return {
		counts: { inForce: await counted(views.inForce), ended: await counted(views.ended) },
		units: byUnit.map(({ id, zh, en, count: n }) => ({ id, name: { 'zh-CN': zh, en }, count: n })),
		total: await counted(where),
		pageSize: EXCEPTIONS_PAGE,
		rows: rows.map(({ exception, decision, content, ...row }): ListedException => {
			const node = nodeByRef((decision.explanation as Evaluation).requirements ?? [], exception.ref);
			const { tier } = exception;
			return {
				...{ id: exception.id, decisionId: decision.id, ref: exception.ref, approver: row.approver },
				person: {
					...{ id: exception.personId, name: row.name, employeeNo: row.employeeNo },
					unitName: { 'zh-CN': row.zh, en: row.en }
				},
				tier: tierOf(storedPolicy(content), tier)?.name ?? { 'zh-CN': tier, en: tier },
				waived: node && saidOf(node),
				...{ from: exception.validFrom, to: exception.validTo, reason: decision.reason },
				evidence: detailOf(decision).exception?.evidence ?? ''
			};
		})
	};
}
