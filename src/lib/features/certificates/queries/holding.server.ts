import { randomUUID } from 'node:crypto';
import { and, desc, eq, isNull } from 'drizzle-orm';
import { SignJWT } from 'jose';
import { authorize } from '$lib/access/can';
import { countHit } from '$lib/features/people/index.server';
import type { Context } from '$lib/server/context';
import type { IsoDate } from '$lib/shared/dates';
import { conflict, invalid, Refusal } from '$lib/shared/errors';
import { people } from '../../people/tables.server';
import { keyAddress } from '../credentials/did';
import { findIssuer } from '../credentials/issuer.server';
import { currentKeys } from '../credentials/keyring.server';
import type { AskHolding } from '../schema';
import { hashToken } from '../sharing/secret.server';
import { certificateKinds, certificateTokens } from '../tables.server';
import { certificateFacts } from './facts.server';

/** Refused tokens of one address, and questions with one token. */
const TRIES = { hits: 30, seconds: 10 * 60 };
const QUESTIONS = { hits: 6000, seconds: 10 * 60 };

export interface Holding {
	employeeNo: string;
	/** A ladder of grades; or `module` or `mentor`, whose grades are the codes of modules. */
	ladder: string;
	grade: string;
	on: IsoDate;
	holds: boolean;
	/** The certificate that it rests on. */
	certificate: { number: string; issuedOn: IsoDate; validTo: IsoDate } | null;
}

/**
 * Whether somebody held a valid certificate of a kind on a day, for another system with a token; signed, so that it can be
 * kept and shown. Refuses a kind that there is not. Null for a token that is unknown or was taken back. Nobody and somebody without one are answered alike.
 */
export async function askHolding(
	ctx: Context,
	question: AskHolding,
	{ token, address }: { token: string; address: string }
): Promise<{ answer: Holding; signed: string } | null> {
	const [known] = await ctx.db
		.update(certificateTokens)
		.set({ lastUsedAt: ctx.now })
		.where(and(eq(certificateTokens.tokenHash, hashToken(token)), isNull(certificateTokens.revokedAt)))
		.returning({ id: certificateTokens.id });
	const [key, limit] = known
		? ([`certificates:token:${known.id}`, QUESTIONS] as const)
		: ([`certificates:token-of:${address}`, TRIES] as const);
	if (!(await countHit(ctx.db, key, limit, ctx.now)))
		throw new Refusal('limited', 'certificates.verify.limited');
	if (!known) return null;
	const issuer = findIssuer();
	if (!issuer) throw conflict('certificates.credential.unavailable');
	const kind = and(eq(certificateKinds.ladder, question.ladder), eq(certificateKinds.tier, question.grade));
	if (!(await ctx.db.$count(certificateKinds, kind)))
		throw invalid('app.form', { grade: 'app.field.choice' });
	const answer = await holdingOf(ctx, question);
	const { ES256: signer } = await currentKeys(ctx, issuer);
	const signed = await new SignJWT({ ...answer })
		.setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: keyAddress(issuer.did, signer.id) })
		.setIssuer(issuer.did)
		.setSubject(answer.employeeNo)
		.setJti(randomUUID())
		.setIssuedAt(ctx.now)
		.sign(signer.privateKey);
	return { answer, signed };
}

async function holdingOf(ctx: Context, { employeeNo, ladder, grade, on }: AskHolding): Promise<Holding> {
	const [person] = await ctx.db
		.select({ id: people.id })
		.from(people)
		.where(eq(people.employeeNo, employeeNo));
	const facts = person ? (await certificateFacts(ctx.db, [person.id], { on })).get(person.id) : undefined;
	const held = facts?.findLast(
		(fact) =>
			fact.ladder === ladder &&
			fact.tier === grade &&
			fact.validTo >= on &&
			fact.revokedOn === null &&
			!fact.suspendedOn
	);
	const certificate = held && { number: held.number, issuedOn: held.issuedOn, validTo: held.validTo };
	return { employeeNo, ladder, grade, on, holds: held !== undefined, certificate: certificate ?? null };
}

export interface ListedToken {
	id: string;
	name: string;
	/** ISO times. */
	createdAt: string;
	lastUsedAt: string | null;
	revokedAt: string | null;
}

/** Every token that was given out, the newest first, for administrators. */
export async function listTokens(ctx: Context): Promise<ListedToken[]> {
	authorize(ctx.actor, 'certificates.token.manage');
	const rows = await ctx.db
		.select()
		.from(certificateTokens)
		.orderBy(desc(certificateTokens.createdAt), desc(certificateTokens.id));
	return rows.map(({ id, name, createdAt, lastUsedAt, revokedAt }) => ({
		...{ id, name, createdAt: createdAt.toISOString() },
		lastUsedAt: lastUsedAt?.toISOString() ?? null,
		revokedAt: revokedAt?.toISOString() ?? null
	}));
}
