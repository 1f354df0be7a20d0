import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { log } from '$lib/server/log';
import { people } from '../../people/tables.server';
import type { Paper } from '../paper/draw-certificate.server';
import { makeCertificate } from '../paper/make-certificate.server';
import { printedSchema } from '../printed';
import { verificationAddress } from '../queries/pdf.server';
import { certificates, credentialFiles } from '../tables.server';
import { paperReader } from '../templates/versions.server';
import { badgeOf } from './badge';
import { findIssuer, type Issuer } from './issuer.server';
import { currentKeys, type Keyring } from './keyring.server';
import { sha256Of } from './known-files.server';
import { listAddress, placesOf, signLists, type Place } from './lists.server';
import { hashIdentity, signDocument, signToken } from './sign.server';
import { statusEntry } from './status';

declare module '$lib/server/jobs/events' {
	interface Jobs {
		/** Signs the credentials of certificates that were issued. */
		'certificates.credential.sign': { certificateIds: string[] };
		/** Signs the lists that lack a revocation. */
		'certificates.list.sign': Record<string, never>;
	}
}

/** So many are written at once: what a killed process has to do again. */
const AT_ONCE = 25;
/** So many in one sweep: the next minute takes the rest. */
const SWEEP = 200;

type NewFile = typeof credentialFiles.$inferInsert;

/** A certificate that lacks a file of the issuer. */
const lacksFile = (issuer: string) => sql`(select count(distinct f.kind) from ${credentialFiles} f
	where f.certificate_id = ${certificates.id} and f.issuer = ${issuer}) < 3`;

/**
 * Signs both credentials of certificates, remembers their PDFs by their hash, and signs lists that need it. What is there
 * already is left as it is, so running twice, or at once, makes nothing twice. Does nothing where the installation cannot
 * sign. Asks no permission: a job of what was issued.
 */
export async function signCredentials(
	ctx: Context,
	{ certificateIds }: { certificateIds: readonly string[] }
): Promise<void> {
	const issuer = findIssuer();
	if (!issuer) return;
	for (let from = 0; from < certificateIds.length; from += AT_ONCE)
		await signSome(ctx, issuer, certificateIds.slice(from, from + AT_ONCE));
	await signLists(ctx);
}

/** Makes what is missing, the newest first: after a stopped server, a secret that was set late, or a new address. */
export async function sweepCredentials(ctx: Context): Promise<void> {
	const issuer = findIssuer();
	if (!issuer) return;
	// Before the rest, which takes its time: what is signed already waits for them after a move.
	await signLists(ctx);
	const waiting = await ctx.db
		.select({ id: certificates.id })
		.from(certificates)
		.where(lacksFile(issuer.did))
		.orderBy(desc(certificates.id))
		.limit(SWEEP);
	await signCredentials(ctx, { certificateIds: waiting.map(({ id }) => id) });
}

/** How many certificates wait for their credentials. */
export async function countWaiting(ctx: Context, did: string): Promise<number> {
	const [row] = await ctx.db
		.select({ count: sql<number>`count(*)`.mapWith(Number) })
		.from(certificates)
		.where(lacksFile(did));
	return row?.count ?? 0;
}

const waitingAmong = (ctx: Context, issuer: Issuer, ids: readonly string[]) =>
	ctx.db
		.select({
			id: certificates.id,
			printed: certificates.printed,
			email: people.email
		})
		.from(certificates)
		.innerJoin(people, eq(people.id, certificates.personId))
		.where(and(inArray(certificates.id, [...ids]), lacksFile(issuer.did)));
type Waiting = Awaited<ReturnType<typeof waitingAmong>>[number];

async function signSome(ctx: Context, issuer: Issuer, ids: readonly string[]): Promise<void> {
	const waiting = await waitingAmong(ctx, issuer, ids);
	if (!waiting.length) return;
	const keys = await currentKeys(ctx, issuer);
	const places = await placesOf(
		ctx,
		waiting.map(({ id }) => id)
	);
	const papers = paperReader(ctx.db);
	const files: NewFile[] = [];
	for (const certificate of waiting) {
		const place = places.get(certificate.id);
		// Another job has just drawn its place, and signs it.
		if (!place) continue;
		try {
			files.push(...(await filesOf(ctx, issuer, { keys, papers }, certificate, place)));
		} catch (error) {
			// One that cannot be signed keeps no others waiting; the sweep tries it again.
			log.error({ err: error, certificateId: certificate.id }, 'credential not signed');
		}
	}
	if (files.length) await ctx.db.insert(credentialFiles).values(files).onConflictDoNothing();
}

async function filesOf(
	ctx: Context,
	{ origin, did }: Issuer,
	{ keys, papers }: { keys: Keyring; papers: (template?: number) => Promise<Paper> },
	certificate: Waiting,
	{ list, place }: Place
): Promise<NewFile[]> {
	const { id, email } = certificate;
	const printed = printedSchema.parse(certificate.printed);
	const badge = badgeOf({
		...{ origin, issuer: did, id, printed },
		identity: email ? hashIdentity(email) : null,
		status: statusEntry(listAddress(origin, list), place)
	});
	const document = await signDocument(badge, { issuer: did, key: keys.Ed25519, at: ctx.now });
	const token = await signToken(badge, { key: keys.ES256, at: ctx.now });
	const pdf = await makeCertificate(printed, await papers(printed.template), {
		address: verificationAddress(origin, printed.number),
		...{ stamp: null, now: ctx.now }
	});
	const file = (kind: NewFile['kind'], bytes: string | Uint8Array): NewFile => ({
		sha256: sha256Of(bytes),
		...{ certificateId: id, kind, issuer: did, madeAt: ctx.now },
		content: typeof bytes === 'string' ? bytes : null
	});
	return [file('json', JSON.stringify(document)), file('jwt', token), file('pdf', pdf)];
}
