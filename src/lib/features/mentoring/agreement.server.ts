import { and, asc, eq } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { headIdsOf } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict, forbidden, notFound } from '$lib/shared/errors';
import { newId } from '$lib/shared/ids';
import {
	computeAgreementState,
	splitMinutes,
	type AgreementContent,
	type AgreementState,
	type Purpose
} from './agreement';
import { hashAgreement } from './hashes.server';
import type { LockedPairing } from './load.server';
import type { CreatePairing } from './pairing-schema';
import { pairingAgreements, shadowingSignatures, type pairings } from './tables.server';
import type { SignatureAct } from './vocabulary';

export interface SignedAct {
	signerId: string;
	act: SignatureAct;
	words: string;
	at: Date;
	position: number;
	hash: string;
}

/** A version of a pairing's agreement with what was signed under it. */
export interface AgreementVersion {
	id: string;
	version: number;
	content: AgreementContent;
	contentHash: string;
	proposedBy: string | null;
	createdAt: Date;
	state: AgreementState;
	acts: SignedAct[];
}

const DEFAULT_PURPOSE: Purpose = 'skills';

/** The content of an agreement from what a form or a caller says. */
export const contentOf = (input: Omit<CreatePairing, 'traineeId' | 'mentorId'>): AgreementContent => ({
	purpose: input.purpose ?? DEFAULT_PURPOSE,
	target: input.target ?? null,
	startsOn: input.startsOn,
	endsOn: input.endsOn,
	plannedMinutes: input.plannedMinutes,
	steps: input.steps ?? splitMinutes(input.plannedMinutes),
	goal: input.goal
});

/** All versions of a pairing's agreement, the first one first; none for a pairing of before. Asks no permission. */
export async function loadVersions(db: Database, pairingId: string): Promise<AgreementVersion[]> {
	const rows = await db
		.select()
		.from(pairingAgreements)
		.where(eq(pairingAgreements.pairingId, pairingId))
		.orderBy(asc(pairingAgreements.version));
	if (!rows.length) return [];
	const acts = await db
		.select({
			agreementId: shadowingSignatures.agreementId,
			signerId: shadowingSignatures.signerId,
			act: shadowingSignatures.act,
			words: shadowingSignatures.words,
			at: shadowingSignatures.signedAt,
			position: shadowingSignatures.position,
			hash: shadowingSignatures.hash
		})
		.from(shadowingSignatures)
		.innerJoin(pairingAgreements, eq(pairingAgreements.id, shadowingSignatures.agreementId))
		.where(eq(pairingAgreements.pairingId, pairingId))
		.orderBy(asc(shadowingSignatures.position));
	return rows.map(({ id, version, content, contentHash, proposedBy, createdAt }, i) => {
		const own = acts
			.filter(({ agreementId }) => agreementId === id)
			.map(({ agreementId: _, ...act }): SignedAct => act);
		const state = computeAgreementState(
			own.map(({ act }) => act),
			i === rows.length - 1
		);
		return {
			...{ id, version, content: content as AgreementContent, contentHash, proposedBy, createdAt },
			...{ state, acts: own }
		};
	});
}

/** Writes a version for both to sign. A pairing that HR filed before there were signatures counts as its first. */
export async function writeVersion(
	tx: Database,
	ctx: Context,
	pairingId: string,
	version: number,
	content: AgreementContent
): Promise<{ id: string; contentHash: string }> {
	const proposedBy = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	const row = { id: newId(ctx.now), pairingId, version, content, proposedBy, createdAt: ctx.now };
	const contentHash = hashAgreement(row);
	await tx.insert(pairingAgreements).values({ ...row, contentHash });
	return { id: row.id, contentHash };
}

/** Whether both signed what the pairing is about; those of before had nothing to sign. */
export async function isAgreed(
	db: Database,
	pairing: Pick<typeof pairings.$inferSelect, 'id' | 'agreedAt'>
): Promise<boolean> {
	if (pairing.agreedAt) return true;
	const first = await db
		.select({ id: pairingAgreements.id })
		.from(pairingAgreements)
		.where(and(eq(pairingAgreements.pairingId, pairing.id), eq(pairingAgreements.version, 1)));
	return first.length === 0;
}

/** Sessions are planned and logged only once both signed. */
export async function requireAgreed(
	db: Database,
	pairing: Pick<typeof pairings.$inferSelect, 'id' | 'agreedAt'>
): Promise<void> {
	if (!(await isAgreed(db, pairing))) throw conflict('mentoring.agreement.unsigned');
}

/** Which side of a pairing acts; everybody else is refused: nobody signs or plans for another. */
export function sideOf(ctx: Context, pairing: { traineeId: string; mentorId: string }): 'trainee' | 'mentor' {
	const me = ctx.actor.kind === 'person' ? ctx.actor.personId : null;
	if (me === pairing.mentorId) return 'mentor';
	if (me === pairing.traineeId) return 'trainee';
	throw forbidden();
}

/** Nobody is mentored by whoever decides on them as their head. */
export async function refuseManager(
	db: Database,
	trainee: { id: string; unitPath: string },
	mentorId: string
): Promise<void> {
	if ((await headIdsOf(db, trainee)).includes(mentorId)) throw conflict('mentoring.pairing.manager');
}

/** The version of a locked pairing that somebody answers; one of another pairing is not found. */
export async function findVersion(tx: Database, pairing: LockedPairing, agreementId: string) {
	const versions = await loadVersions(tx, pairing.id);
	const version = versions.find(({ id }) => id === agreementId);
	if (!version) throw notFound();
	return { version, versions };
}

/** Whether HR of the unit may change the terms; never those of their own pairing. */
export const mayPropose = (
	ctx: Context,
	pairing: { traineeId: string; mentorId: string },
	unitPath: string
): boolean =>
	can(ctx.actor, 'mentoring.pairing.create', {
		personId: pairing.traineeId,
		unitPath,
		parties: { trainee: pairing.traineeId, mentor: pairing.mentorId }
	}).ok;
