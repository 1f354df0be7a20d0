// What issuing certificates takes: `tsx tests/bench/certificates/issue.ts <database url> <count>`. A sitting that so many have
// passed, asked for by one person and approved by another; then the two jobs that follow, as the application runs them: the
// records, and both credentials and the PDF of each. Prints JSON: seconds, megabytes, and the milliseconds of each part.
import './at-home.js';
import '../../../src/cli/root.js';
import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { systemActor, type Actor } from '$lib/access/can';
import { badgeOf } from '$lib/features/certificates/credentials/badge';
import { checkDocument } from '$lib/features/certificates/credentials/check';
import { didDocument } from '$lib/features/certificates/credentials/did';
import { findIssuer } from '$lib/features/certificates/credentials/issuer.server';
import { currentKeys } from '$lib/features/certificates/credentials/keyring.server';
import { publicKeyOf } from '$lib/features/certificates/credentials/keys.server';
import { signDocument, signToken } from '$lib/features/certificates/credentials/sign.server';
import { statusEntry } from '$lib/features/certificates/credentials/status';
import {
	approveRequest,
	issueRequested,
	requestCertificates,
	signCredentials
} from '$lib/features/certificates/index.server';
import { FIRST_PAPER } from '$lib/features/certificates/paper/draw-certificate.server';
import { makeCertificate } from '$lib/features/certificates/paper/make-certificate.server';
import { printedSchema } from '$lib/features/certificates/printed';
import { certificates, credentialFiles } from '$lib/features/certificates/tables.server';
import { people } from '$lib/features/people/tables.server';
import type { Context } from '$lib/server/context';
import { openServer } from '$lib/server/db/server';
import { givenSitting } from '../../integration/certificates/given';
import { givenPerson } from '../../support/world';

const [url = '', count = '1000'] = process.argv.slice(2);
const n = Number(count);
/** So many are made for the share of each part. */
const SAMPLE = 100;
const handle = await openServer(url, 4);
await handle.migrate();
const { db } = handle;
const queued: { queue: string; data: object }[] = [];
const jobs = {
	send: (_tx: unknown, queue: string, data: object) => Promise.resolve(void queued.push({ queue, data })),
	wake: () => {}
};
const context = (actor: Actor = systemActor('bench')): Context => ({
	...{ db, actor, now: new Date(), locale: 'zh-CN', requestId: randomUUID(), jobs }
});
/** Hands over what was queued meanwhile. */
const take = <T>(queue: string): T[] =>
	queued.filter((job) => job.queue === queue).map(({ data }) => data as T);

const world = { db, made: new Map(), counter: 0 } as never;
const officer = await givenPerson(world, { roles: ['hrOfficer'] });
const approver = await givenPerson(world, { roles: ['hrApprover'] });
const sittingId = await givenSitting(world);
const [unit] = await db.select({ id: people.unitId }).from(people).limit(1);
await db.execute(
	sql`insert into organisation (id, name_zh, name_en) values (1, '江海银行', 'Jianghai Bank') on conflict do nothing`
);
await db.execute(sql`insert into people (id, employee_no, name, email, unit_id, post, hired_on, created_at)
	select gen_random_uuid(), 'C' || n, '欧阳' || chr(19968 + n), 'c' || n || '@example.org', ${unit!.id}::uuid, '客户经理', '2024-01-01', now()
	from generate_series(1, ${n}) n`);
await db.execute(sql`insert into attempt_papers (id, sitting_id, person_id, seed, drawn_at)
	select gen_random_uuid(), ${sittingId}::uuid, id, 'bench', now() from people where employee_no like 'C%'`);
await db.execute(sql`insert into attempts (id, sitting_id, person_id, started_at, ends_at, handed_in_at, handed_in_by)
	select p.id, p.sitting_id, p.person_id, s.opens_at, s.closes_at, s.closes_at, 'candidate'
	from attempt_papers p join sittings s on s.id = p.sitting_id`);
await db.execute(sql`insert into attempt_results (attempt_id, earned_hundredths, max_score, tenths, passed, marks, rule, marked_on, marked_at, released_at)
	select a.id, 8000, 100, 800, true, '[]', 'bench', s.closes_at::date, s.closes_at, s.released_at
	from attempts a join sittings s on s.id = a.sitting_id`);
await handle.run('vacuum analyze');

const { id: requestId } = await requestCertificates(context(officer.actor), {
	sittingId,
	everybody: true,
	groundIds: []
});
await approveRequest(context(approver.actor), { requestId });

async function timed(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return (performance.now() - started) / 1000;
}
const megabytes = () => Math.round(process.memoryUsage().rss / 2 ** 20);
const records = await timed(async () => {
	for (const job of take<{ requestId: string }>('certificates.request.issue'))
		await issueRequested(context(), job);
});
const memory: number[] = [];
const files = await timed(async () => {
	for (const job of take<{ certificateIds: string[] }>('certificates.credential.sign')) {
		await signCredentials(context(), job);
		memory.push(megabytes());
	}
});

// The parts of the second job, by themselves.
const issuer = findIssuer()!;
const keys = await currentKeys(context(), issuer);
const rows = (await db.select().from(certificates).limit(SAMPLE)).map((row) => ({
	id: row.id,
	printed: printedSchema.parse(row.printed)
}));
const badges = rows.map(({ id, printed }, place) =>
	badgeOf({
		origin: issuer.origin,
		issuer: issuer.did,
		id,
		printed,
		identity: null,
		status: statusEntry(`${issuer.origin}/credentials/status/1`, place)
	})
);
const each = async (works: (() => Promise<unknown>)[]) =>
	((await timed(async () => {
		for (const work of works) await work();
	})) *
		1000) /
	works.length;
const at = new Date();
const document = await each(
	badges.map((badge) => () => signDocument(badge, { issuer: issuer.did, key: keys.Ed25519, at }))
);
const token = await each(badges.map((badge) => () => signToken(badge, { key: keys.ES256, at })));
const pdf = await each(
	rows.map(
		({ printed }) =>
			() =>
				makeCertificate(printed, FIRST_PAPER, {
					address: `${issuer.origin}/verify/${printed.number}`,
					stamp: null,
					now: at
				})
	)
);

// What came of it: every certificate with its three files, and credentials that hold.
const [{ made } = { made: 0 }] = (await db.execute(
	sql`select count(*)::int as made from ${certificates}`
)) as unknown as { made: number }[];
const [{ kept } = { kept: 0 }] = (await db.execute(
	sql`select count(distinct (certificate_id, kind))::int as kept from ${credentialFiles}`
)) as unknown as { kept: number }[];
const known = didDocument(issuer.did, [keys.Ed25519, keys.ES256].map(publicKeyOf));
const signed = await db
	.select({ content: credentialFiles.content })
	.from(credentialFiles)
	.where(eq(credentialFiles.kind, 'json'))
	.limit(20);
let intact = 0;
for (const { content } of signed)
	if ((await checkDocument(JSON.parse(content!), known)).state === 'intact') intact++;
process.stdout.write(
	JSON.stringify({
		...{ made, kept, intact, checked: signed.length, records, files, document, token, pdf },
		/** After the first quarter, and at the end. */
		megabytes: [memory[Math.floor(memory.length / 4)], memory.at(-1)]
	})
);
await handle.close();
