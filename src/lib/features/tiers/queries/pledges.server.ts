import { and, asc, count, desc, eq, sql } from 'drizzle-orm';
import { authorize, authorizeAnywhere, can, reachesOf } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { renderMarkdown } from '$lib/content/markdown.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { forbidden, notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { pledgeState, type PledgeState } from '../pledges/rules';
import { hashOfSignature } from '../pledges/text.server';
import { pledges, pledgeTexts } from '../tables.server';

const PAGE_SIZE = 25;

export interface OwnPledge {
	textId: string;
	code: string;
	version: number;
	title: LocalText;
	/** The words in the reader's language: sanitised HTML. */
	html: string;
	validMonths: number | null;
	state: PledgeState;
	signature: { version: number; signedOn: IsoDate; validTo: IsoDate | null; hash: string } | null;
}

const titleOf = (text: { titleZh: string; titleEn: string }): LocalText => ({
	'zh-CN': text.titleZh,
	en: text.titleEn
});
const bodyOf = (ctx: Context, text: { bodyZh: string; bodyEn: string }): string =>
	renderMarkdown(ctx.locale === 'en' ? text.bodyEn : text.bodyZh).html;

/** The newest text of every commitment letter, and how the signed-in person stands to it. */
export async function listOwnPledges(ctx: Context): Promise<OwnPledge[]> {
	if (ctx.actor.kind !== 'person') throw forbidden('access.signed_out');
	const { personId } = ctx.actor;
	authorize(ctx.actor, 'tiers.pledge.sign', { personId });
	const texts = await ctx.db
		.selectDistinctOn([pledgeTexts.code])
		.from(pledgeTexts)
		.orderBy(asc(pledgeTexts.code), desc(pledgeTexts.version));
	const signed = await ctx.db
		.selectDistinctOn([pledgeTexts.code], {
			code: pledgeTexts.code,
			version: pledgeTexts.version,
			signedOn: pledges.signedOn,
			validTo: pledges.validTo,
			hash: pledges.hash
		})
		.from(pledges)
		.innerJoin(pledgeTexts, eq(pledgeTexts.id, pledges.textId))
		.where(eq(pledges.personId, personId))
		.orderBy(asc(pledgeTexts.code), desc(pledges.signedAt), desc(pledges.id));
	const today = dateIn(ctx.now);
	return texts.map((text) => {
		const { code, ...signature } = signed.find((one) => one.code === text.code) ?? { code: null };
		const mine = code === null ? null : (signature as NonNullable<OwnPledge['signature']>);
		return {
			...{ textId: text.id, code: text.code, version: text.version, title: titleOf(text) },
			...{ html: bodyOf(ctx, text), validMonths: text.validMonths },
			state: pledgeState(text.version, mine, today),
			signature: mine
		};
	});
}

/** Whoever reads what is known of people beyond themselves may see who signed what. */
function authorizeReader(ctx: Context): void {
	const beyondSelf = reachesOf(ctx.actor, 'people.evidence.read').some(({ reach }) => reach !== 'self');
	if (ctx.actor.kind !== 'system' && !beyondSelf) throw forbidden();
}

const signers = (ctx: Context) =>
	whereMay(ctx.actor, 'people.evidence.read', { personId: people.id, unitPath: units.path });

/** Every version of every letter, newest first, with how many of the reader's people signed it. */
export async function listPledgeTexts(ctx: Context) {
	authorizeReader(ctx);
	const mine = ctx.db
		.select({ textId: pledges.textId, n: sql<number>`count(distinct ${pledges.personId})::int`.as('n') })
		.from(pledges)
		.innerJoin(people, eq(people.id, pledges.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(signers(ctx))
		.groupBy(pledges.textId)
		.as('mine');
	const rows = await ctx.db
		.select({ text: pledgeTexts, signed: sql<number>`coalesce(${mine.n}, 0)` })
		.from(pledgeTexts)
		.leftJoin(mine, eq(mine.textId, pledgeTexts.id))
		.orderBy(asc(pledgeTexts.code), desc(pledgeTexts.version));
	return rows.map(({ text, signed }, at) => ({
		...{ id: text.id, code: text.code, version: text.version, title: titleOf(text), signed },
		...{ validMonths: text.validMonths, publishedAt: text.publishedAt.toISOString() },
		newest: rows[at - 1]?.text.code !== text.code
	}));
}

/** A version with its words and who signed it, one page, the latest first; each signature checked against its hash. */
export async function getPledgeText(ctx: Context, id: string, page: number) {
	authorizeReader(ctx);
	if (!isId(id)) throw notFound();
	const [text] = await ctx.db.select().from(pledgeTexts).where(eq(pledgeTexts.id, id));
	if (!text) throw notFound();
	const where = and(eq(pledges.textId, id), signers(ctx));
	const rows = await ctx.db
		.select({
			pledge: pledges,
			name: people.name,
			employeeNo: people.employeeNo,
			zh: units.nameZh,
			en: units.nameEn
		})
		.from(pledges)
		.innerJoin(people, eq(people.id, pledges.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where)
		.orderBy(desc(pledges.signedAt), desc(pledges.id))
		.limit(PAGE_SIZE)
		.offset((page - 1) * PAGE_SIZE);
	const [total] = await ctx.db
		.select({ n: count() })
		.from(pledges)
		.innerJoin(people, eq(people.id, pledges.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.where(where);
	return {
		text: {
			...{ id: text.id, code: text.code, version: text.version, title: titleOf(text) },
			...{ html: bodyOf(ctx, text), validMonths: text.validMonths, sha256: text.sha256 },
			publishedAt: text.publishedAt.toISOString()
		},
		rows: rows.map(({ pledge, name, employeeNo, zh, en }) => ({
			...{ id: pledge.id, personId: pledge.personId, name, employeeNo, unitName: { 'zh-CN': zh, en } },
			...{ signedAt: pledge.signedAt.toISOString(), validTo: pledge.validTo },
			intact: pledge.hash === hashOfSignature(text.sha256, pledge.personId, pledge.signedAt)
		})),
		...{ page, pageSize: PAGE_SIZE, total: total?.n ?? 0 },
		mayPublish: can(ctx.actor, 'tiers.pledge.publish').ok
	};
}

/** The newest words of a letter, to write the next version from; blank for a new letter. */
export async function getPledgeForm(ctx: Context, code: string | null) {
	authorizeAnywhere(ctx.actor, 'tiers.pledge.publish');
	const [text] = code
		? await ctx.db
				.select()
				.from(pledgeTexts)
				.where(eq(pledgeTexts.code, code))
				.orderBy(desc(pledgeTexts.version))
				.limit(1)
		: [];
	if (code && !text) throw notFound();
	if (!text) return null;
	const { titleZh, titleEn, bodyZh, bodyEn, validMonths, version } = text;
	return { code: text.code, version, titleZh, titleEn, bodyZh, bodyEn, validMonths };
}
