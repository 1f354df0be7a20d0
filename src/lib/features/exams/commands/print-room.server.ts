import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { drawBooklets, openPaper, type Booklet } from '$lib/features/bank/index.server';
import type { Context } from '$lib/server/context';
import { withTransaction } from '$lib/server/db/transaction';
import { dateIn } from '$lib/shared/dates';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { localText } from '$lib/i18n/locales';
import { people, units } from '../../people/tables.server';
import { personOf, registeredFor } from '../held-room.server';
import { recordEvents } from '../move-attempts.server';
import type { PrintRoom } from '../sheets/schema';
import { attemptItems, attemptPapers, registrations, sittingRooms, sittings } from '../tables.server';

/** Most candidates of one file: more is more than a printer takes at once. */
const MOST = 200;

/**
 * The papers of a paper room as one PDF in the order of its chairs: each candidate's own question paper and answer sheet.
 * Whoever takes them away has opened them: that stands in the sitting's record and in the log, and where they are sealed
 * papers of the bank only their openers may, each opening on record there.
 */
export async function printRoom(
	ctx: Context,
	{ sittingId, roomId, locale }: PrintRoom
): Promise<{ pdf: Buffer; name: string }> {
	authorize(ctx.actor, 'exams.sitting.manage');
	const personId = personOf(ctx.actor);
	if (await registeredFor(ctx.db, sittingId, personId)) throw forbidden('access.separation.self');
	const { room, sitting, candidates } = await load(ctx, sittingId, roomId);
	if (room.kind !== 'paper') throw conflict('staffSheets.sheet.not_paper');
	if (!candidates.length) throw conflict('staffSheets.room.nobody_seated');
	if (candidates.length > MOST) throw conflict('staffSheets.print.many', { most: MOST });
	const missing = candidates.filter(({ paperId }) => !paperId).length;
	if (missing) throw conflict('staffSheets.print.undrawn', { count: missing });

	const sealed = [...new Set(candidates.flatMap(({ sealedId }) => sealedId ?? []))].sort();
	for (const paperId of sealed) await openPaper(ctx, { paperId, purpose: 'print' });
	const booklets = await bookletsOf(ctx, candidates, { sitting, room, locale });
	const opened = {
		papers: booklets.length,
		locale,
		hash: sha256(booklets.map(({ contentHash }) => contentHash).join('\n'))
	};
	await withTransaction(ctx, async (tx) => {
		await recordEvents(tx, ctx, sittingId, [{ kind: 'print', roomId, byId: personId, data: opened }]);
		await recordAudit(tx, ctx, {
			action: 'exams.papers.print',
			subject: { type: 'sittingRoom', id: roomId },
			after: { ...opened, room: room.name, sealed }
		});
	});
	const head = {
		title: { 'zh-CN': sitting.titleZh, en: sitting.titleEn },
		code: candidates[0]!.ticket.replace(/-\d+$/, ''),
		...{ date: dateIn(sitting.opensAt), locale }
	};
	const short = booklets.map(({ contentHash, ...one }) => ({
		...one,
		contentHash: contentHash.slice(0, 12)
	}));
	const pdf = await drawBooklets(ctx.db, head, short);
	return { pdf, name: `papers-${opened.hash.slice(0, 8)}.pdf` };
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function load(ctx: Context, sittingId: string, roomId: string) {
	const [found] = await ctx.db
		.select({ room: sittingRooms, sitting: sittings })
		.from(sittingRooms)
		.innerJoin(sittings, eq(sittings.id, sittingRooms.sittingId))
		.where(and(eq(sittingRooms.id, roomId), eq(sittings.id, sittingId)));
	if (!found) throw notFound();
	const candidates = await ctx.db
		.select({
			...{ ticket: registrations.ticket, chair: registrations.chair, extra: registrations.extraMinutes },
			...{ name: people.name, employeeNo: people.employeeNo, unitZh: units.nameZh, unitEn: units.nameEn },
			...{ paperId: attemptPapers.id, sealedId: attemptPapers.paperId }
		})
		.from(registrations)
		.innerJoin(people, eq(people.id, registrations.personId))
		.innerJoin(units, eq(units.id, people.unitId))
		.leftJoin(
			attemptPapers,
			and(eq(attemptPapers.sittingId, sittingId), eq(attemptPapers.personId, registrations.personId))
		)
		.where(and(eq(registrations.roomId, roomId), isNull(registrations.withdrawnAt)))
		.orderBy(asc(registrations.chair), asc(registrations.ticket));
	return { ...found, candidates };
}

async function bookletsOf(
	ctx: Context,
	candidates: Awaited<ReturnType<typeof load>>['candidates'],
	{ sitting, room, locale }: Omit<Awaited<ReturnType<typeof load>>, 'candidates'> & Pick<PrintRoom, 'locale'>
): Promise<Booklet[]> {
	const { attemptId, position, itemVersionId, optionOrder, marks } = attemptItems;
	const rows = await ctx.db
		.select({ attemptId, itemVersionId, optionOrder, marks })
		.from(attemptItems)
		.where(
			inArray(
				attemptId,
				candidates.flatMap(({ paperId }) => paperId ?? [])
			)
		)
		.orderBy(asc(attemptId), asc(position));
	return candidates.map(({ ticket, chair, extra, name, employeeNo, unitZh, unitEn, paperId }) => {
		const questions = rows
			.filter((row) => row.attemptId === paperId)
			.map(({ attemptId: _paper, ...question }) => question);
		const unit = localText({ 'zh-CN': unitZh, en: unitEn }, locale);
		return {
			candidate: { ticket, chair, name, employeeNo, unit, room: room.name },
			...{ minutes: sitting.minutes + extra, questions, contentHash: sha256(JSON.stringify(questions)) }
		};
	});
}
