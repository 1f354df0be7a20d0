import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import {
	changesBetween,
	maySign,
	type AgreementChange,
	type AgreementContent,
	type AgreementState
} from '../agreement';
import { contentOf, loadVersions, mayPropose } from '../agreement.server';
import { namesOf } from '../load.server';
import type { pairings } from '../tables.server';
import { subjectOf } from './subject.server';

/** A version of the agreement as pages show it. */
export interface TermsVersion {
	id: string;
	version: number;
	content: AgreementContent;
	state: AgreementState;
	/** What both signed last. */
	inForce: boolean;
	createdAt: Date;
	/** Whose version it is; null: HR's, who is named to staff only through the audit log. */
	proposedBy: string | null;
	acts: { name: string; act: 'sign' | 'decline'; words: string; at: Date }[];
	/** Names of those whose word is still missing. */
	waitsFor: string[];
	/** What it says otherwise than the version before; empty for the first. */
	changes: AgreementChange[];
}

export interface Terms {
	/** Whether sessions may be planned and logged: both signed a version, or HR filed the pairing before there were any. */
	agreed: boolean;
	/** What holds: the version that both signed last, or what HR filed; null while nothing does. */
	current: AgreementContent | null;
	/** Newest first; none for a pairing of before that was never changed. */
	versions: TermsVersion[];
	/** The version that waits for somebody's word, if one does. */
	waiting: TermsVersion | null;
	/** Whether that somebody is the reader. */
	maySign: boolean;
	/** Whether the reader may put a new version forward: as a side, who signs it at once, or as HR. */
	mayPropose: 'side' | 'hr' | null;
}

type Pairing = typeof pairings.$inferSelect;

/** The agreement of a pairing with its history. Asks no permission: the caller does. */
export async function termsOf(
	db: Database,
	ctx: Context,
	pairing: Pairing,
	unitPath: string
): Promise<Terms> {
	const versions = await loadVersions(db, pairing.id);
	const me = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const sides = [pairing.traineeId, pairing.mentorId];
	const names = await namesOf(db, sides);
	const name = (id: string) => names.get(id) ?? '';
	const inForce = versions.findLast(({ state }) => state === 'agreed') ?? null;
	const { startsOn, endsOn, plannedMinutes, goal } = pairing;
	const filed = versions[0]?.version === 1 ? null : contentOf({ startsOn, endsOn, plannedMinutes, goal });
	const shown = versions.map((one, i): TermsVersion => {
		const before = versions[i - 1]?.content ?? filed;
		return {
			...{
				id: one.id,
				version: one.version,
				content: one.content,
				state: one.state,
				createdAt: one.createdAt
			},
			inForce: one === inForce,
			proposedBy: one.proposedBy && sides.includes(one.proposedBy) ? name(one.proposedBy) : null,
			acts: one.acts.map(({ signerId, act, words, at }) => ({
				...{ name: name(signerId), act: act as 'sign' | 'decline', words, at }
			})),
			waitsFor:
				one.state === 'proposed' && !pairing.endedOn
					? sides.filter((id) => !one.acts.some(({ signerId }) => signerId === id)).map(name)
					: [],
			changes: before ? changesBetween(before, one.content) : []
		};
	});
	const waiting = shown.find(({ state }) => state === 'proposed' && !pairing.endedOn) ?? null;
	const isSide = me !== null && sides.includes(me);
	const signed = versions.find(({ id }) => id === waiting?.id)?.acts.some(({ signerId }) => signerId === me);
	return {
		agreed: pairing.agreedAt !== null || filed !== null,
		current: inForce?.content ?? filed,
		versions: shown.reverse(),
		waiting,
		maySign: isSide && waiting !== null && !signed && maySign(waiting.state, pairing.endedOn !== null).ok,
		mayPropose: pairing.endedOn ? null : isSide ? 'side' : mayPropose(ctx, pairing, unitPath) ? 'hr' : null
	};
}

export interface TermsPage {
	pairingId: string;
	trainee: string;
	mentor: string;
	terms: Terms;
}

async function pageOf(ctx: Context, { pairing, subject, names }: Awaited<ReturnType<typeof subjectOf>>) {
	const terms = await termsOf(ctx.db, ctx, pairing, subject.unitPath!);
	return { pairingId: pairing.id, ...names, terms };
}

/** The agreement of a pairing for its page, as the two and staff of the unit may see it. Throws not_found. */
export async function getTerms(ctx: Context, pairingId: string): Promise<TermsPage> {
	const found = await subjectOf(ctx, pairingId);
	authorize(ctx.actor, 'mentoring.pairing.read', found.subject);
	return pageOf(ctx, found);
}

/** The same for the staff pages: the unit's reach alone opens it. */
export async function getStaffTerms(ctx: Context, pairingId: string): Promise<TermsPage> {
	const found = await subjectOf(ctx, pairingId);
	authorize(ctx.actor, 'mentoring.pairing.read', { unitPath: found.subject.unitPath });
	return pageOf(ctx, found);
}
