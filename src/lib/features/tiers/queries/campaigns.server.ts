import { asc, desc, eq, sql } from 'drizzle-orm';
import { authorize, can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { listUnits } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { dateIn, daysBetween, type IsoDate } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { policiesInForce } from '../policies-in-force.server';
import { campaigns, decisions, standings } from '../tables.server';

export interface Campaign {
	id: string;
	ladder: string;
	name: LocalText;
	/** Null: the whole organisation. */
	unit: LocalText | null;
	opensOn: IsoDate;
	proposeBy: IsoDate;
	reviewBy: IsoDate;
	effectiveOn: IsoDate;
	/** `coming` before it opens, then what its next deadline is for, `running` to its effect, `closed` at the end. */
	phase: 'coming' | 'proposing' | 'reviewing' | 'running' | 'closed';
	/** Days to the deadline of its phase; negative when it has passed. */
	daysLeft: number;
}

const select = (ctx: Context) =>
	ctx.db
		.select({ campaign: campaigns, path: units.path, zh: units.nameZh, en: units.nameEn })
		.from(campaigns)
		.leftJoin(units, eq(units.id, campaigns.unitId));
type Row = Awaited<ReturnType<typeof select>>[number];

/** Every campaign, the newest first, with how many cases it has and how many of them are done. */
export async function listCampaigns(ctx: Context) {
	authorize(ctx.actor, 'tiers.campaign.read');
	const rows = await select(ctx).orderBy(desc(campaigns.opensOn), desc(campaigns.id)).limit(100);
	const tallies = await ctx.db
		.select({
			id: decisions.campaignId,
			cases: sql<number>`count(*)::int`,
			done: sql<number>`count(*) filter (where ${decisions.state} in ('effective', 'rejected', 'withdrawn'))::int`
		})
		.from(decisions)
		.groupBy(decisions.campaignId);
	return rows.map((row) => {
		const tally = tallies.find(({ id }) => id === row.campaign.id);
		return { ...describe(row, dateIn(ctx.now)), cases: tally?.cases ?? 0, done: tally?.done ?? 0 };
	});
}

/** The campaigns that cases may be proposed into today, for the forms that propose. */
export async function openCampaigns(
	ctx: Context,
	ladder: string
): Promise<{ id: string; name: LocalText }[]> {
	const today = dateIn(ctx.now);
	const rows = await select(ctx).where(eq(campaigns.ladder, ladder)).orderBy(asc(campaigns.proposeBy));
	return rows
		.filter(
			({ campaign }) => campaign.state === 'open' && campaign.opensOn <= today && today <= campaign.proposeBy
		)
		.map(({ campaign }) => ({ id: campaign.id, name: { 'zh-CN': campaign.nameZh, en: campaign.nameEn } }));
}

export interface UnitProgress {
	unitId: string;
	unitName: LocalText;
	eligible: number;
	proposed: number;
	notice: number;
	approved: number;
	effective: number;
	ended: number;
}

/** One campaign with its progress in each unit that the reader may see. */
export async function getCampaign(ctx: Context, id: string) {
	authorize(ctx.actor, 'tiers.campaign.read');
	if (!isId(id)) throw notFound();
	const [row] = await select(ctx).where(eq(campaigns.id, id));
	if (!row) throw notFound();
	const { campaign, path } = row;
	const inReach = whereMay(ctx.actor, 'tiers.decision.read', { personId: people.id, unitPath: units.path });
	const state = (name: string) =>
		sql`count(${decisions.id}) filter (where ${decisions.state} = ${name})::int`;
	const progress = await rowsOf<Omit<UnitProgress, 'unitName'> & { zh: string; en: string }>(
		ctx.db,
		sql`select ${units.id} as "unitId", ${units.nameZh} as zh, ${units.nameEn} as en,
				count(*) filter (where ${standings.eligible} and ${decisions.id} is null)::int as eligible,
				${state('proposed')} as proposed, ${state('notice')} as notice, ${state('approved')} as approved,
				${state('effective')} as effective,
				count(${decisions.id}) filter (where ${decisions.state} in ('rejected', 'withdrawn'))::int as ended
			from ${people} join ${units} on ${units.id} = ${people.unitId}
			left join ${standings} on ${standings.personId} = ${people.id} and ${standings.ladder} = ${campaign.ladder}
			left join ${decisions} on ${decisions.personId} = ${people.id} and ${decisions.campaignId} = ${id}
			where ${inReach} and ${units.path} like ${`${path ?? ''}%`}
				and (${decisions.id} is not null or (${people.status} = 'active' and ${standings.eligible}))
			group by ${units.id}, ${units.nameZh}, ${units.nameEn}, ${units.path} order by ${units.path}`
	);
	const cases = progress.reduce(
		(sum, unit) => sum + unit.proposed + unit.notice + unit.approved + unit.effective + unit.ended,
		0
	);
	return {
		...describe(row, dateIn(ctx.now)),
		units: progress.map(({ zh, en, ...unit }): UnitProgress => ({ ...unit, unitName: { 'zh-CN': zh, en } })),
		cases,
		done: progress.reduce((sum, unit) => sum + unit.effective + unit.ended, 0),
		mayManage: campaign.state === 'open' && can(ctx.actor, 'tiers.campaign.manage').ok
	};
}

function describe({ campaign, zh, en }: Row, today: IsoDate): Campaign {
	const { id, ladder, opensOn, proposeBy, reviewBy, effectiveOn, state } = campaign;
	const phase =
		state === 'closed'
			? 'closed'
			: today < opensOn
				? 'coming'
				: today <= proposeBy
					? 'proposing'
					: today <= reviewBy
						? 'reviewing'
						: 'running';
	const deadline = {
		coming: opensOn,
		proposing: proposeBy,
		reviewing: reviewBy,
		running: effectiveOn,
		closed: today
	};
	return {
		...{ id, ladder, opensOn, proposeBy, reviewBy, effectiveOn, phase },
		name: { 'zh-CN': campaign.nameZh, en: campaign.nameEn },
		unit: zh === null ? null : { 'zh-CN': zh, en: en ?? zh },
		daysLeft: daysBetween(today, deadline[phase])
	};
}

/** What the form of a new campaign offers: ladders with a standard, and units. */
export async function getCampaignForm(ctx: Context) {
	authorize(ctx.actor, 'tiers.campaign.manage');
	const versions = await policiesInForce(ctx.db, dateIn(ctx.now));
	return {
		ladders: [...versions].map(([id, { policy }]) => ({ id, name: policy.name })),
		units: (await listUnits(ctx)).map(({ id, name, depth }) => ({ id, name, depth }))
	};
}
