import { desc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { authorize, can } from '$lib/access/can';
import type { ErrorCode } from '$lib/i18n/codes';
import { I18n } from '$lib/i18n/i18n';
import { loadCore } from '$lib/i18n/load';
import type { Locale, LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { people } from '../../people/tables.server';
import { storedPolicy } from '../policy/stored';
import { policyDrafts, policyVersions } from '../tables.server';
import { diffLines, hunksOf } from '$lib/shared/lines';
import { loadAround, loadDraft } from './load.server';
import { dateProblem, readText, type ReadText } from './reading';
import { newestOf, type Around } from './rules';
import type { CheckDraft } from './schema';
import { changesOf, sentencesOf, type PolicySentences } from './sentences.server';

export type DraftState = (typeof policyDrafts.$inferSelect)['state'];

export interface ListedDraft {
	id: string;
	ladder: string;
	state: DraftState;
	effectiveFrom: IsoDate | null;
	savedBy: string | null;
	savedAt: string;
	submittedBy: string | null;
}

const saver = alias(people, 'saver');
const submitter = alias(people, 'submitter');

/** Drafts that are being written or wait for publication, those that wait first. */
export async function listDrafts(ctx: Context): Promise<ListedDraft[]> {
	authorize(ctx.actor, 'tiers.draft.read');
	const rows = await ctx.db
		.select({
			id: policyDrafts.id,
			ladder: policyDrafts.ladder,
			state: policyDrafts.state,
			effectiveFrom: policyDrafts.effectiveFrom,
			savedBy: saver.name,
			savedAt: policyDrafts.savedAt,
			submittedBy: submitter.name
		})
		.from(policyDrafts)
		.leftJoin(saver, eq(saver.id, policyDrafts.savedBy))
		.leftJoin(submitter, eq(submitter.id, policyDrafts.submittedBy))
		.where(inArray(policyDrafts.state, ['draft', 'submitted']))
		.orderBy(desc(policyDrafts.state), desc(policyDrafts.savedAt));
	return rows.map((row) => ({ ...row, savedAt: row.savedAt.toISOString() }));
}

/** A problem in the reader's words. */
export interface SaidProblem {
	line: number | null;
	column: number | null;
	text: string;
}

export interface CheckedText {
	problems: SaidProblem[];
	/** Null while the text cannot be read. */
	sentences: PolicySentences | null;
}

/** What is wrong with a text that is being typed, and what it says so far. Changes nothing. */
export async function checkDraft(ctx: Context, draftId: string, input: CheckDraft): Promise<CheckedText> {
	authorize(ctx.actor, 'tiers.policy.draft');
	const draft = await loadDraft(ctx.db, draftId);
	const around = await loadAround(ctx.db, draft, dateIn(ctx.now));
	return said(ctx, input.yaml, readText(input.yaml, draft.ladder), around, input.locale);
}

async function said(ctx: Context, yaml: string, read: ReadText, around: Around | null, locale: Locale) {
	const words = new I18n(ctx.locale, await loadCore(ctx.locale));
	const dated = around && dateProblem(yaml, read.policy, around);
	const problems = [...read.problems, ...(dated ? [dated] : [])];
	return {
		problems: problems.map(({ line, column, key, params }) => ({ line, column, text: words.t(key, params) })),
		sentences: read.policy && (await sentencesOf(read.policy, locale))
	};
}

export interface DraftBase {
	id: string;
	edition: LocalText;
	effectiveFrom: IsoDate;
}

export type DraftView = Awaited<ReturnType<typeof getDraft>>;

/** One draft as it was saved, what is wrong with it, how it differs from where it began, and what the reader may do. */
export async function getDraft(ctx: Context, draftId: string, locale: Locale) {
	authorize(ctx.actor, 'tiers.draft.read');
	const draft = await loadDraft(ctx.db, draftId);
	const around = await loadAround(ctx.db, draft, dateIn(ctx.now));
	const read = readText(draft.yaml, draft.ladder);
	const open = draft.state === 'draft' || draft.state === 'submitted';
	const base = draft.baseId ? await versionOf(ctx, draft.baseId) : null;
	const newest = newestOf(around.published);
	const moved = open && newest && newest.id !== draft.baseId ? await versionOf(ctx, newest.id) : null;
	const names = await namesOf(ctx, [draft.createdBy, draft.savedBy, draft.submittedBy, draft.closedBy]);
	const { id, ladder, yaml, sha256, state, version, effectiveFrom, note, publishedId } = draft;
	return {
		...{ id, ladder, yaml, sha256, state, version, effectiveFrom, note, publishedId, locale },
		name: read.policy?.name ?? base?.policy.name ?? null,
		edition: read.policy?.edition ?? null,
		created: { by: nameIn(names, draft.createdBy), at: draft.createdAt.toISOString() },
		saved: { by: nameIn(names, draft.savedBy), at: draft.savedAt.toISOString() },
		submitted: draft.submittedAt && {
			by: nameIn(names, draft.submittedBy),
			at: draft.submittedAt.toISOString()
		},
		closed: draft.closedAt && { by: nameIn(names, draft.closedBy), at: draft.closedAt.toISOString() },
		...(await said(ctx, yaml, read, open ? around : null, locale)),
		base: base && described(base),
		/** A version that was published since; null when the draft begins from the newest. */
		moved: moved && described(moved),
		changes: base && read.policy && (await changesOf(base.policy, read.policy, locale)),
		hunks: base ? hunksOf(diffLines(base.yaml, yaml)) : [],
		may: actsOf(ctx, draft)
	};
}

/** What the reader may do with it now, or why not. */
function actsOf(ctx: Context, draft: typeof policyDrafts.$inferSelect) {
	const { state, submittedBy, savedBy } = draft;
	const writes = can(ctx.actor, 'tiers.policy.draft').ok;
	const publishes = can(ctx.actor, 'tiers.policy.publish').ok;
	const verdict = can(ctx.actor, 'tiers.policy.publish', {
		parties: { submitter: submittedBy, author: savedBy }
	});
	const isOwn = ctx.actor.kind === 'person' && ctx.actor.personId === submittedBy;
	const submitted = state === 'submitted';
	return {
		edit: state === 'draft' && writes,
		publish: submitted && verdict.ok,
		/** Said to those who publish others' drafts, never to those who publish none. */
		notPublish: (submitted && publishes && !verdict.ok ? verdict.code : null) satisfies ErrorCode | null,
		return: submitted && (publishes || (isOwn && writes)),
		takeBack: submitted && isOwn && writes,
		simulate: (submitted || state === 'draft') && (writes || publishes)
	};
}

async function versionOf(ctx: Context, id: string) {
	const [row] = await ctx.db.select().from(policyVersions).where(eq(policyVersions.id, id));
	return row ? { id: row.id, yaml: row.yaml, policy: storedPolicy(row.content) } : null;
}

const described = ({ id, policy }: NonNullable<Awaited<ReturnType<typeof versionOf>>>): DraftBase => ({
	id,
	edition: policy.edition,
	effectiveFrom: policy.effectiveFrom
});

async function namesOf(ctx: Context, ids: (string | null)[]): Promise<Map<string, string>> {
	const known = [...new Set(ids.filter((id) => id !== null))];
	if (!known.length) return new Map();
	const rows = await ctx.db
		.select({ id: people.id, name: people.name })
		.from(people)
		.where(inArray(people.id, known));
	return new Map(rows.map(({ id, name }) => [id, name]));
}

const nameIn = (names: Map<string, string>, id: string | null): string | null =>
	id === null ? null : (names.get(id) ?? null);
