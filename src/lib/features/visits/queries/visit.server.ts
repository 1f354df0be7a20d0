import { eq } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { findClashes } from '$lib/features/agenda/index.server';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { spanOf } from '../agenda.server';
import { loadVisit, type Member, type Visit } from '../load.server';
import { decideApproval, reportState } from '../rules';
import { visitReports } from '../tables.server';
import { reportsOf } from './my-visits.server';

async function plain(ctx: Context, visit: Visit) {
	const [decider] = visit.decidedBy
		? await ctx.db.select({ name: people.name }).from(people).where(eq(people.id, visit.decidedBy))
		: [];
	const { id, origin, method, area, title, host, purpose, programme, startsOn, endsOn, creditMinutes } =
		visit;
	return {
		...{ id, origin, method, area, title, host, purpose, programme, startsOn, endsOn, creditMinutes },
		...{ state: visit.state, reason: visit.reason, revision: visit.revision },
		decidedBy: decider?.name ?? null,
		decidedAt: visit.decidedAt?.toISOString() ?? null
	};
}
export type ShownVisit = Awaited<ReturnType<typeof plain>>;

/** A visit of one's own: its programme, who goes along, and one's own reports. */
export async function getMyVisit(ctx: Context, visitId: string) {
	if (ctx.actor.kind !== 'person') throw forbidden();
	const { personId } = ctx.actor;
	const { visit, members } = await loadVisit(ctx.db, visitId);
	if (!members.some((member) => member.personId === personId)) throw notFound();
	authorize(ctx.actor, 'visits.visit.read', { personId });
	const reports = await reportsOf(ctx.db, visit.id, personId);
	const last = reports[0] ? { outcome: reports[0].review?.outcome ?? null } : null;
	return {
		visit: await plain(ctx, visit),
		companions: members.filter((member) => member.personId !== personId).map(({ name }) => name),
		reports,
		report: reportState(visit, last, dateIn(ctx.now)),
		mayWithdraw: visit.state === 'requested' && visit.createdBy === personId
	};
}

const subjectOf = ({ personId, unitPath }: Member) => ({ personId, unitPath });
/** Whether the reader reads visits of this person as staff: their own belong to another page. */
const readsAsStaff = (ctx: Context, member: Member) =>
	!(ctx.actor.kind === 'person' && ctx.actor.personId === member.personId) &&
	can(ctx.actor, 'visits.visit.read', subjectOf(member)).ok;

/** A visit for staff: those of its visitors and reports that the reader may read, and what may be done. */
export async function getVisit(ctx: Context, visitId: string) {
	const { visit, members } = await loadVisit(ctx.db, visitId);
	const shown = members.filter((member) => readsAsStaff(ctx, member));
	if (!shown.length) throw notFound();
	const parties = { person: members.map(({ personId }) => personId) };
	const manages = members.every(
		(member) => can(ctx.actor, 'visits.visit.manage', { ...subjectOf(member), parties }).ok
	);
	const today = dateIn(ctx.now);
	const { from, to } = spanOf(visit);
	const ids = shown.map(({ personId }) => personId);
	const isOpen = visit.state === 'requested' || visit.state === 'approved';
	const clashes =
		isOpen && visit.endsOn >= today
			? await findClashes(ctx.db, ids, from, to, [{ type: 'visit', id: visit.id }])
			: [];
	const reports = (await reportsOf(ctx.db, visit.id)).filter((one) => ids.includes(one.personId));
	const reported = (await ctx.db.$count(visitReports, eq(visitReports.visitId, visit.id))) > 0;
	return {
		visit: await plain(ctx, visit),
		members: shown.map((member) => {
			const own = reports.filter((one) => one.personId === member.personId);
			const last = own[0] ? { outcome: own[0].review?.outcome ?? null } : null;
			const about = { ...subjectOf(member), parties: { person: member.personId } };
			return {
				...{ id: member.personId, name: member.name, employeeNo: member.employeeNo },
				report: reportState(visit, last, today),
				reports: own,
				mayReview: can(ctx.actor, 'visits.report.accept', about).ok,
				clashes: clashes
					.filter((clash) => clash.personId === member.personId)
					.map(({ title, startsAt, endsAt }) => ({
						...{ title, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
					}))
			};
		}),
		/** Visitors whom the reader may not read. */
		others: members.length - shown.length,
		may: {
			approve: manages && visit.state === 'requested' && decideApproval(visit, today).ok,
			refuse: manages && visit.state === 'requested',
			cancel: manages && visit.state === 'approved' && !reported
		},
		isLate: visit.state === 'requested' && visit.startsOn < today
	};
}

/** The id of a file of a report, for the route that serves it: for its writer and whoever reads their visits as staff. */
export async function reportAttachment(ctx: Context, visitId: string, fileId: string): Promise<string> {
	const { members } = await loadVisit(ctx.db, visitId);
	if (!isId(fileId)) throw notFound();
	const rows = await ctx.db
		.select({ personId: visitReports.personId, attachments: visitReports.attachments })
		.from(visitReports)
		.where(eq(visitReports.visitId, visitId));
	const report = rows.find(({ attachments }) => attachments.includes(fileId));
	const writer = members.find(({ personId }) => personId === report?.personId);
	const isOwn = ctx.actor.kind === 'person' && ctx.actor.personId === writer?.personId;
	if (!writer || (!isOwn && !readsAsStaff(ctx, writer))) throw notFound();
	return fileId;
}
