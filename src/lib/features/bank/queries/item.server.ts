import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize, can } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { addMonths, dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { pictureAddress } from '../picture-address';
import type { Question, Words } from '../question';
import { itemTransitions } from '../states';
import { caseVersions, itemCases, itemKeys, items, itemVersions } from '../tables.server';
import { differencesOf } from '../typed/differences';
import { AGAIN_MONTHS, asksAgain } from './glance-conditions.server';
import { changedLawsOf } from './laws.server';
import { renderCase, renderQuestion } from '../words.server';

/** An item with its key, as it stands or as a version of it stood: for those who set, review and audit, and nobody else. */
export async function getItem(ctx: Context, itemId: string, number: number | null = null) {
	authorize(ctx.actor, 'bank.item.read');
	if (!isId(itemId)) throw notFound();
	const setter = alias(people, 'setter');
	const reviewer = alias(people, 'reviewer');
	const [found] = await ctx.db
		.select({
			...{ item: items, setter: setter.name, reviewer: reviewer.name },
			asks: sql<boolean>`${asksAgain(ctx.now)}`
		})
		.from(items)
		.leftJoin(setter, eq(setter.id, items.setterId))
		.leftJoin(reviewer, eq(reviewer.id, items.reviewerId))
		.where(eq(items.id, itemId));
	if (!found) throw notFound();
	const { item } = found;
	const versions = await listVersions(ctx, itemId);
	const shown = number === null ? versions[0] : versions.find(({ version }) => version === number);
	if (!shown) throw notFound();
	const around = { version: shown.id, picture: pictureAddress(shown.id, shown.pictures) };
	const { setterId, status } = item;
	const mayReviewIt = can(ctx.actor, 'bank.item.review', { parties: { setter: setterId } }).ok;
	return {
		...aboutOf(item, dateIn(ctx.now)),
		/** Laws that it cites and that changed after its review. */
		changedLaws: await changedLawsOf(ctx.db, itemId),
		nextReviewOn: addMonths(dateIn(ctx.now), AGAIN_MONTHS),
		setter: found.setter,
		reviewer: found.reviewer,
		newest: versions[0]!.version,
		version: shown.version,
		question: shown.question,
		html: renderQuestion(shown.question, around),
		case: await caseOf(ctx, shown.caseVersionId, itemId),
		versions: versions.map(({ id, version, createdAt, by, question, pictures, caseVersionId }, i) => ({
			...{ id, version, by, createdAt: createdAt.toISOString() },
			changed: versions[i + 1] ? differencesOf(versions[i + 1]!, { question, pictures, caseVersionId }) : null
		})),
		/** What this person may make of it next. */
		may: {
			submit: status === 'draft' && can(ctx.actor, 'bank.item.write').ok,
			edit: status !== 'retired' && can(ctx.actor, 'bank.item.write').ok,
			review: mayReviewIt ? itemTransitions[status].filter((to) => to !== 'inReview') : [],
			/** To say that it is still right. */
			confirm: found.asks && mayReviewIt,
			comment: can(ctx.actor, 'bank.item.write').ok || can(ctx.actor, 'bank.item.review').ok,
			/** They would review it, had they not set it themselves. */
			isOwn: !mayReviewIt && can(ctx.actor, 'bank.item.review').ok
		}
	};
}

function aboutOf(item: typeof items.$inferSelect, today: string) {
	const { id, code, status, use, area, level, difficulty, seconds, competency, module, source, tags } = item;
	return {
		...{ id, code, status, use, area, level, difficulty, seconds, competency, module, source, tags },
		...{ revision: item.revision, reviewAgainOn: item.reviewAgainOn },
		isDue: item.reviewAgainOn !== null && item.reviewAgainOn <= today && status !== 'retired',
		createdAt: item.createdAt.toISOString(),
		changedAt: item.changedAt.toISOString(),
		reviewedAt: item.reviewedAt?.toISOString() ?? null
	};
}

/** All versions of an item, the newest first. */
async function listVersions(ctx: Context, itemId: string) {
	const rows = await ctx.db
		.select({
			id: itemVersions.id,
			version: itemVersions.version,
			createdAt: itemVersions.createdAt,
			by: people.name,
			pictures: itemVersions.pictures,
			caseVersionId: itemVersions.caseVersionId,
			question: itemKeys.question
		})
		.from(itemVersions)
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, itemVersions.id))
		.leftJoin(people, eq(people.id, itemVersions.createdBy))
		.where(eq(itemVersions.itemId, itemId))
		.orderBy(desc(itemVersions.version));
	return rows.map((row) => ({
		...row,
		question: row.question as Question,
		pictures: row.pictures as Record<string, string>
	}));
}

/** The case around a version: its material as that version names it, and the items beside it as they stand. */
async function caseOf(ctx: Context, caseVersionId: string | null, itemId: string) {
	if (!caseVersionId) return null;
	const [found] = await ctx.db
		.select({ version: caseVersions, code: itemCases.code })
		.from(caseVersions)
		.innerJoin(itemCases, eq(itemCases.id, caseVersions.caseId))
		.where(eq(caseVersions.id, caseVersionId));
	const { version, code } = found!;
	const words = { title: version.title as Words, material: version.material as Words };
	const picture = pictureAddress(version.id, version.pictures as Record<string, string>);
	const siblings = await ctx.db
		.select({ id: items.id, code: items.code, status: items.status, place: items.casePlace })
		.from(items)
		.where(and(eq(items.caseId, version.caseId), sql`${items.id} <> ${itemId}`))
		.orderBy(asc(items.casePlace), asc(items.code));
	return {
		...{ id: version.caseId, code, version: version.version, siblings },
		html: renderCase(words, { version: version.id, picture })
	};
}
