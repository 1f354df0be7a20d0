import { desc, inArray } from 'drizzle-orm';
import { can, mayAnywhere } from '$lib/access/can';
import type { ErrorCode } from '$lib/i18n/codes';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { forbidden } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import type { ModuleDraft } from '../drafts/draft';
import { listProblems, loadModuleDraft, type DraftRow } from '../drafts/load.server';
import { moduleDrafts } from '../tables.server';
import { loadCatalogue } from '../versions.server';

/** Whoever writes, reviews or publishes modules sees every draft. */
export function requireAuthors({ actor }: Context): void {
	const sees = (['training.module.write', 'training.module.review', 'training.module.publish'] as const).some(
		(permission) => mayAnywhere(actor, permission)
	);
	if (!sees) throw forbidden();
}

/** Names by id; the system has none. */
async function namesOf(
	{ db }: Context,
	ids: readonly (string | null)[]
): Promise<(id: string | null) => string> {
	const asked = [...new Set(ids.filter((id) => id !== null))];
	const rows = asked.length
		? await db.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, asked))
		: [];
	const names = new Map(rows.map(({ id, name }) => [id, name]));
	return (id) => names.get(id ?? '') ?? '';
}

export interface DraftListing {
	id: string;
	code: string;
	title: LocalText;
	state: 'writing' | 'submitted' | 'reviewed';
	/** Of the version that it is to become. */
	version: number;
	lessonCount: number;
	by: string;
	at: string;
	wasReturned: boolean;
}

/** Every open draft, the last one written in first. */
export async function listModuleDrafts(ctx: Context): Promise<DraftListing[]> {
	requireAuthors(ctx);
	const rows = await ctx.db
		.select()
		.from(moduleDrafts)
		.where(inArray(moduleDrafts.state, ['writing', 'submitted', 'reviewed']))
		.orderBy(desc(moduleDrafts.updatedAt));
	const nameOf = await namesOf(
		ctx,
		rows.map(({ updatedBy }) => updatedBy)
	);
	const catalogue = await loadCatalogue(ctx.db);
	return rows.map((row) => {
		const content = row.content as ModuleDraft;
		const known = catalogue.find(({ code }) => code === row.code);
		return {
			...{ id: row.id, code: row.code, title: content.title, lessonCount: content.lessons.length },
			state: row.state as DraftListing['state'],
			version: (known?.versions.at(-1)?.version ?? 0) + 1,
			...{ by: nameOf(row.updatedBy), at: row.updatedAt.toISOString() },
			wasReturned: row.state === 'writing' && row.reviewNote !== null
		};
	});
}

export type DraftHead = Awaited<ReturnType<typeof describeDraft>>;

/** What every page of a draft shows: where it stands, who did what, what is wrong in it and what the reader may do. */
export async function describeDraft(ctx: Context, row: DraftRow) {
	const { id, code, content, state, revision } = row;
	const nameOf = await namesOf(ctx, [row.updatedBy, row.submittedBy, row.reviewedBy, ...row.authors]);
	const known = (await loadCatalogue(ctx.db)).find((one) => one.code === code);
	const step = (by: string | null, at: Date | null) => at && { by: nameOf(by), at: at.toISOString() };
	const published = known?.versions.find((one) => one.id === row.versionId);
	return {
		...{ id, code, title: content.title, state, revision, isNew: !known },
		version: published?.version ?? (known?.versions.at(-1)?.version ?? 0) + 1,
		authors: row.authors.map(nameOf).filter(Boolean),
		saved: step(row.updatedBy, row.updatedAt)!,
		submitted: step(row.submittedBy, row.submittedAt),
		reviewed: step(row.reviewedBy, row.reviewedAt),
		note: row.reviewNote,
		counts: {
			lessons: content.lessons.length,
			questions: content.questions.length,
			files: Object.keys(content.files).length
		},
		problems:
			state === 'published' || state === 'discarded' ? [] : await listProblems(ctx.db, row, ctx.locale),
		may: mayWhat(ctx, row)
	};
}

function mayWhat({ actor }: Context, row: DraftRow) {
	const writes = can(actor, 'training.module.write').ok;
	const isAuthor = actor.kind === 'person' && row.authors.includes(actor.personId);
	const review = can(actor, 'training.module.review', { parties: { author: row.authors } });
	const isClosed = row.state === 'submitted' || row.state === 'reviewed';
	const isPlainReviewer = can(actor, 'training.module.review').ok;
	const notAccept: ErrorCode | null =
		row.state === 'submitted' && isPlainReviewer && !review.ok ? review.code : null;
	return {
		edit: writes && row.state === 'writing',
		return: isClosed && (isAuthor ? writes : review.ok),
		/** The return is the author's own. */
		takeBack: isClosed && isAuthor && writes,
		accept: row.state === 'submitted' && review.ok,
		notAccept,
		publish: row.state === 'reviewed' && can(actor, 'training.module.publish').ok
	};
}

/** A draft with its head, for the pages of its sections. */
export async function getModuleDraft(ctx: Context, id: string) {
	requireAuthors(ctx);
	const row = await loadModuleDraft(ctx.db, id);
	return { row, head: await describeDraft(ctx, row) };
}
