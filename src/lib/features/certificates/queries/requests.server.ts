import { and, asc, desc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { can, mayAnywhere } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf, type Database } from '$lib/server/db/database';
import type { LiveSource } from '$lib/server/http/stream';
import { subscribe } from '$lib/server/live';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { sittings } from '../../exams/tables.server';
import { people } from '../../people/tables.server';
import { gradeName, ladderName } from '../grades';
import { following, itemsWithPeople, mayFollow, unitPathsOf } from '../request-hold.server';
import { requestState, requestTopic, type RequestResult, type RequestState } from '../requests';
import { certificateKinds, certificateRequests } from '../tables.server';

export interface ListedRequest {
	id: string;
	/** Of the sitting, or what the module's certificates are called. */
	title: LocalText;
	/** The grade, or the ladder of the module's kind. */
	grade: LocalText;
	state: RequestState;
	requestedBy: string | null;
	/** ISO times. */
	requestedAt: string;
	decidedBy: string | null;
	decidedAt: string | null;
	reason: string;
	/** People, and of them those with a certificate by now and those left out. */
	count: number;
	issued: number;
	left: number;
}

export interface LeftOut {
	groundId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	result: Exclude<RequestResult, 'issued'>;
}

export interface RequestDetail extends ListedRequest {
	leftOut: LeftOut[];
	/** Whether the reader may approve or reject it now, and whether have it tried again. */
	decidable: boolean;
	resumable: boolean;
}

const [asker, decider] = [alias(people, 'asker'), alias(people, 'decider')];
const counted = (condition: SQL) =>
	sql<number>`(select count(*) from certificate_request_items i where i.request_id = ${certificateRequests.id}
		and ${condition})`.mapWith(Number);

/** `requestState` asks for it. */
export const movedAt = sql<Date | null>`greatest(${certificateRequests.decidedAt}, ${certificateRequests.resumedAt}, (
	select max(c.recorded_at) from certificate_request_items i join certificates c on c.id = i.certificate_id
	where i.request_id = ${certificateRequests.id}
))`;

const requests = (db: Database) =>
	db
		.select({
			...{ request: certificateRequests, asker: asker.name, decider: decider.name },
			...{ sitting: sittings, kind: certificateKinds },
			count: counted(sql`true`),
			issued: counted(sql`i.result = 'issued'`),
			left: counted(sql`i.result <> 'issued'`),
			movedAt: movedAt.mapWith(certificateRequests.decidedAt)
		})
		.from(certificateRequests)
		.leftJoin(sittings, eq(sittings.id, certificateRequests.sittingId))
		.leftJoin(certificateKinds, eq(certificateKinds.id, certificateRequests.kind))
		.leftJoin(asker, eq(asker.id, certificateRequests.requestedBy))
		.leftJoin(decider, eq(decider.id, certificateRequests.decidedBy));

type Row = Awaited<ReturnType<typeof requests>>[number];

/** What a request is about, and of which grade. */
function subjectOf({ sitting, kind }: Row): Pick<ListedRequest, 'title' | 'grade'> {
	if (!sitting)
		return {
			title: { 'zh-CN': kind!.nameZh!, en: kind!.nameEn! },
			grade: ladderName(kind!.ladder)
		};
	const title = { 'zh-CN': sitting.titleZh, en: sitting.titleEn };
	return { title, grade: gradeName(sitting.ladder, sitting.tier) };
}

const listed = (row: Row, now: Date): ListedRequest => ({
	...{ id: row.request.id, ...subjectOf(row) },
	...{ state: requestState({ ...row.request, movedAt: row.movedAt }, now), reason: row.request.reason },
	...{ requestedBy: row.asker, requestedAt: row.request.requestedAt.toISOString() },
	...{ decidedBy: row.decider, decidedAt: row.request.decidedAt?.toISOString() ?? null },
	...{ count: row.count, issued: row.issued, left: row.left }
});

/** The title of a request, for what is told of it. Asks no permission: the caller does. */
export const requestTitle = async (db: Database, id: string): Promise<LocalText> =>
	subjectOf((await requests(db).where(eq(certificateRequests.id, id)))[0]!).title;

/** Requests whose people are all in units for which the reader may ask or approve. */
function readable(ctx: Context): SQL {
	const path = { unitPath: sql`u.path` };
	const may = sql`(${whereMay(ctx.actor, 'certificates.certificate.issue', path)}
		or ${whereMay(ctx.actor, 'certificates.certificate.approve', path)})`;
	return sql`not exists (
		select 1 from ${itemsWithPeople} where i.request_id = ${certificateRequests.id} and not ${may}
	)`;
}

function authorizeReading(ctx: Context): void {
	if (!following.some((permission) => mayAnywhere(ctx.actor, permission))) throw forbidden();
}

/** The last requests for certificates that the reader may read, the newest first. */
export async function listRequests(ctx: Context): Promise<ListedRequest[]> {
	authorizeReading(ctx);
	const rows = await requests(ctx.db)
		.where(readable(ctx))
		.orderBy(desc(certificateRequests.requestedAt), desc(certificateRequests.id))
		.limit(SHOWN);
	return rows.map((row) => listed(row, ctx.now));
}
const SHOWN = 100;

/** Requests that wait for an approval which the reader may give; none for who may not approve. */
export async function requestsAwaiting(ctx: Context): Promise<ListedRequest[]> {
	if (!mayAnywhere(ctx.actor, 'certificates.certificate.approve')) return [];
	const own = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const rows = await requests(ctx.db)
		.where(
			and(
				readable(ctx),
				isNull(certificateRequests.outcome),
				own ? sql`${certificateRequests.requestedBy} is distinct from ${own}::uuid` : undefined
			)
		)
		.orderBy(asc(certificateRequests.requestedAt));
	return rows.map((row) => listed(row, ctx.now));
}

/** A request with who was left out and why. Throws not_found and forbidden. */
export async function getRequest(ctx: Context, id: string): Promise<RequestDetail> {
	authorizeReading(ctx);
	const [row] = isId(id) ? await requests(ctx.db).where(eq(certificateRequests.id, id)) : [];
	if (!row) throw notFound();
	const paths = await unitPathsOf(ctx.db, id);
	if (!mayFollow(ctx, paths)) throw forbidden();
	const parties = { proposer: row.request.requestedBy };
	const approves = (unitPath: string) =>
		can(ctx.actor, 'certificates.certificate.approve', { unitPath, parties }).ok;
	const left = await rowsOf<Omit<LeftOut, 'unitName'> & { zh: string; en: string }>(
		ctx.db,
		sql`select i.ground_id as "groundId", p.name, p.employee_no as "employeeNo", u.name_zh as zh, u.name_en as en, i.result
			from ${itemsWithPeople} where i.request_id = ${id} and i.result <> 'issued' order by p.employee_no`
	);
	const request = listed(row, ctx.now);
	return {
		...request,
		leftOut: left.map(({ zh, en, ...person }) => ({ ...person, unitName: { 'zh-CN': zh, en } })),
		decidable: row.request.outcome === null && paths.every(approves),
		resumable: request.state === 'stalled'
	};
}

/** Tells a page that waits how far the job has come. */
export async function followRequest(
	ctx: Context,
	requestId: string
): Promise<LiveSource<Pick<ListedRequest, 'state' | 'count' | 'issued' | 'left'>>> {
	const { id } = await getRequest(ctx, requestId);
	return {
		async read() {
			const [row] = await requests(ctx.db).where(eq(certificateRequests.id, id));
			if (!row) return null;
			const { state, count, issued, left } = listed(row, ctx.now);
			return { state, count, issued, left };
		},
		follow: (changed) => subscribe(requestTopic(id), changed),
		freshFor: () => 60_000
	};
}
