import { sql } from 'drizzle-orm';
import { assessmentSource } from '$lib/features/assessments/index.server';
import { certificateSource } from '$lib/features/certificates/index.server';
import { creditSource } from '$lib/features/credit/index.server';
import { examSource } from '$lib/features/exams/index.server';
import { shadowingSource } from '$lib/features/mentoring/index.server';
import { evidenceSource } from '$lib/features/people/index.server';
import { completionSource } from '$lib/features/training/index.server';
import { rowsOf, type Database } from '$lib/server/db/database';
import {
	readFacts,
	recordedBy,
	within,
	type FactSource,
	type KnownAt,
	type People
} from '$lib/server/db/facts';
import {
	noFacts,
	type AppointmentFact,
	type EndorsementFact,
	type ExceptionFact,
	type FactList,
	type PersonFacts,
	type PledgeFact
} from './engine/facts';

/** People of one step of `eachFacts`: their facts take some 10 MB. */
const CHUNK = 1000;

/**
 * Everything that grade standards look at, of people (null: of everybody), as known on a date: one query, and a
 * second one for versions of modules that were never read before. The order of facts says nothing. People without
 * facts have no entry when not asked for by id. Asks no permission.
 */
export async function factsFor(db: Database, people: People, at: KnownAt): Promise<Map<string, PersonFacts>> {
	const asked = people && 'length' in people ? people : [];
	const all = new Map<string, PersonFacts>(asked.map((id) => [id, noFacts(id)]));
	await readFacts(db, sources, people, at, (person, facts) => {
		const known = noFacts(person);
		for (let i = 0; i < sources.length; i++) known[sources[i]!.list as FactList] = facts[i] as never;
		all.set(person, known);
	});
	return all;
}

/**
 * The facts of everybody, some thousand people at a time in the order of their ids: memory stays the same however
 * many there are. While one step is visited the next one is read.
 */
export async function eachFacts(
	db: Database,
	at: KnownAt,
	visit: (facts: Map<string, PersonFacts>, ids: readonly string[]) => Promise<void> | void,
	chunk = CHUNK
): Promise<void> {
	let next = read(db, at, null, chunk);
	for (;;) {
		const { ids, facts } = await next;
		const last = ids.at(-1);
		if (last === undefined) return;
		const following = read(db, at, last, chunk);
		// Whatever happens to it while this one is visited is told when it is awaited.
		following.catch(() => {});
		next = following;
		await visit(facts, ids);
		if (ids.length < chunk) return void (await next);
	}
}

async function read(db: Database, at: KnownAt, after: string | null, chunk: number) {
	const rows = await rowsOf<{ id: string }>(
		db,
		sql`select id from people where ${after === null ? sql`true` : sql`id > ${after}`} order by id limit ${chunk}`
	);
	const ids = rows.map(({ id }) => id);
	const upTo = ids.at(-1);
	return { ids, facts: upTo ? await factsFor(db, { after, upTo }, at) : new Map<string, PersonFacts>() };
}

const appointmentSource: FactSource<AppointmentFact> = {
	list: 'appointments',
	person: 'a.person_id',
	fields: ['a.id', 'a.ladder', 'a.tier', 'a.starts_on', 'a.valid_to'],
	build: (v) => ({ id: v[0], ladder: v[1], tier: v[2], startsOn: v[3], validTo: v[4] }) as AppointmentFact,
	from: (people, at) => sql`
		from appointments a
		where ${within(sql`a.person_id`, people)} and a.starts_on <= ${at.on} and ${recordedBy(sql`a.recorded_at`, at)}`
};

const pledgeSource: FactSource<PledgeFact> = {
	list: 'pledges',
	person: 'p.person_id',
	fields: [
		'p.id',
		't.code',
		`json_build_object('zh-CN', t.title_zh, 'en', t.title_en)`,
		't.version',
		'p.signed_on',
		'p.valid_to'
	],
	build: (v) =>
		({ id: v[0], code: v[1], title: v[2], version: v[3], signedOn: v[4], validTo: v[5] }) as PledgeFact,
	from: (people, at) => sql`
		from pledges p
		join pledge_texts t on t.id = p.text_id
		where ${within(sql`p.person_id`, people)} and p.signed_on <= ${at.on} and ${recordedBy(sql`p.signed_at`, at)}`
};

/** Of each role in which somebody stood up for a person's tier the newest word: a withdrawal takes it back. */
const endorsementSource: FactSource<EndorsementFact> = {
	list: 'endorsements',
	person: 'e.person_id',
	fields: ['e.id', 'e.ladder', 'e.tier', 'e.role', 'e.endorsed_on'],
	build: (v) => ({ id: v[0], ladder: v[1], tier: v[2], role: v[3], endorsedOn: v[4] }) as EndorsementFact,
	from: (people, at) => sql`
		from (select distinct on (e.person_id, e.ladder, e.tier, e.role, e.endorsed_by) e.*
			from endorsements e
			where ${within(sql`e.person_id`, people)} and e.endorsed_on <= ${at.on} and ${recordedBy(sql`e.recorded_at`, at)}
			order by e.person_id, e.ladder, e.tier, e.role, e.endorsed_by, e.recorded_at desc, e.id desc) e
		where not e.withdrawn`
};

const exceptionSource: FactSource<ExceptionFact> = {
	list: 'exceptions',
	person: 'x.person_id',
	fields: ['x.id', 'x.ladder', 'x.tier', 'x.ref', 'x.valid_from', 'x.valid_to', 'x.decision_id'],
	build: (v) =>
		({
			id: v[0],
			ladder: v[1],
			tier: v[2],
			ref: v[3],
			from: v[4],
			to: v[5],
			decisionId: v[6]
		}) as ExceptionFact,
	from: (people, at) => sql`
		from exceptions x
		where ${within(sql`x.person_id`, people)} and x.valid_from <= ${at.on} and ${recordedBy(sql`x.recorded_at`, at)}`
};

const sources: readonly FactSource<unknown>[] = [
	evidenceSource,
	completionSource,
	creditSource,
	shadowingSource,
	certificateSource,
	examSource,
	assessmentSource,
	appointmentSource,
	pledgeSource,
	endorsementSource,
	exceptionSource
];
