import type { Actor } from '$lib/access/can';
import { mayAnywhere } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { forbidden, notFound } from '$lib/shared/errors';
import { organisation } from '../../people/tables.server';
import type { KindNames } from '../grades';
import { attemptsAwaiting, attemptsAwaitingLongest, attemptsByIds } from './attempts.server';
import { completionsAwaiting, completionsAwaitingLongest, completionsByIds } from './completions.server';

/** What a certificate can rest on, with everything that issuing decides on and prints. */
export interface Ground {
	/** Of the attempt or the completion. */
	id: string;
	/** One of the two. */
	attemptId: string | null;
	completionId: string | null;
	personId: string;
	name: string;
	employeeNo: string;
	unitPath: string;
	unitName: LocalText;
	about: RequestAbout;
	ladder: string;
	tier: string;
	/** Of the exam or the module. */
	title: LocalText;
	/** Null: no certificates are issued for such a grade. */
	names: KindNames | null;
	/** When the result was released, or the completion recorded. */
	releasedAt: Date | null;
	passed: boolean;
	/** Something about it waits for a decision: none is issued meanwhile. */
	held: boolean;
	/** Of the certificate that rests on it, or on a later completion of the module. */
	certificateNumber: string | null;
}

/** What certificates are asked for: those of a sitting, or of a module's kind. */
export type RequestAbout = { sittingId: string; kind: null } | { sittingId: null; kind: string };

/** Attempts and completions with these ids, by employee number. Asks no permission: the caller does. */
export async function groundsForIssue(db: Database, ids: readonly string[]): Promise<Ground[]> {
	if (!ids.length) return [];
	const attempts = await attemptsByIds(db, ids);
	const completions = attempts.length < ids.length ? await completionsByIds(db, ids) : [];
	return [...attempts, ...completions].sort((a, b) => (a.employeeNo < b.employeeNo ? -1 : 1));
}

/** Of a sitting or a kind, those of which somebody may ask for certificates. */
export const awaitingIn = (db: Database, actor: Actor, about: RequestAbout): Promise<Ground[]> =>
	about.kind === null
		? attemptsAwaiting(db, actor, about.sittingId)
		: completionsAwaiting(db, actor, about.kind);

/**
 * Who passed a released sitting, or completed a module that certificates are issued for, and has none for it yet nor is asked
 * for, within what the reader may ask for: the latest release first, then modules.
 */
export async function passedWithoutCertificate(ctx: Context): Promise<Ground[]> {
	if (!mayAnywhere(ctx.actor, 'certificates.certificate.issue')) throw forbidden();
	return [...(await attemptsAwaiting(ctx.db, ctx.actor)), ...(await completionsAwaiting(ctx.db, ctx.actor))];
}

/** Those who wait, for a reader who wants to know how many and has room for a few. */
export interface InShort {
	count: number;
	/** The longest first. */
	longest: Ground[];
}

/** The same people as `passedWithoutCertificate`, in short: those of exams before those of modules. */
export async function awaitingInShort(ctx: Context, few: number): Promise<InShort> {
	if (!mayAnywhere(ctx.actor, 'certificates.certificate.issue')) throw forbidden();
	const exams = await attemptsAwaitingLongest(ctx.db, ctx.actor, few);
	const modules = await completionsAwaitingLongest(ctx.db, ctx.actor, few);
	return {
		count: exams.count + modules.count,
		longest: [...exams.longest, ...modules.longest].slice(0, few)
	};
}

/** The organisation's name as certificates print it. */
export async function issuerName(db: Database): Promise<LocalText> {
	const [issuer] = await db.select().from(organisation);
	if (!issuer) throw notFound();
	return { 'zh-CN': issuer.nameZh, en: issuer.nameEn };
}
