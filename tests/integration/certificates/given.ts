import { eq } from 'drizzle-orm';
import { PNG } from 'pngjs';
import { blueprints } from '$lib/features/bank/tables.server';
import { attemptResults, attemptPapers, attempts, sittings } from '$lib/features/exams/tables.server';
import { addKind } from '$lib/features/certificates/index.server';
import { completions, enrolments, modules, moduleVersions } from '$lib/features/training/tables.server';
import { newId } from '$lib/shared/ids';
import { blueprint as plan } from '../exams/given';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

/** A design as its form sends it, with one who signs. */
export const design = {
	...{ languages: 'both', orientation: 'portrait', accent: '#7a1f2b' },
	title: { 'zh-CN': '资格证书', en: 'Certificate' },
	statement: { 'zh-CN': '已通过{exam}，授予', en: 'has passed the {exam} and is hereby made' },
	note: { 'zh-CN': '由{issuer}颁发。', en: 'Issued by {issuer}.' },
	first: { name: '沈国栋', office: { 'zh-CN': '行长', en: 'President' } }
};
/** The same with names as fields of a form have them. */
export function formOf(value: object, before = ''): Record<string, string> {
	return Object.fromEntries(
		Object.entries(value).flatMap(([name, inside]) =>
			typeof inside === 'string'
				? [[before + name, inside]]
				: Object.entries(formOf(inside as object, `${before}${name}.`))
		)
	);
}
/** A red square as a file that somebody sends. */
export function seal(side = 40): { name: string; bytes: Uint8Array } {
	const png = new PNG({ width: side, height: side });
	for (let at = 0; at < png.data.length; at += 4) png.data.set([200, 20, 20, 200], at);
	return { name: 'seal.png', bytes: PNG.sync.write(png) };
}

const OPENED = new Date('2026-02-01T01:00:00Z');
const CLOSED = new Date('2026-02-01T04:00:00Z');

export interface SittingOptions {
	tier?: string;
	ladder?: string;
	released?: boolean;
	titleZh?: string;
}

/** A sitting that is over, and released unless told otherwise; written directly. */
export async function givenSitting(world: World, options: SittingOptions = {}): Promise<string> {
	const blueprint = {
		id: newId(OPENED),
		code: `B${++world.counter}`,
		version: 1,
		content: plan,
		createdAt: OPENED
	};
	await world.db.insert(blueprints).values(blueprint);
	const id = newId(OPENED);
	await world.db.insert(sittings).values({
		id,
		titleZh: options.titleZh ?? '2026年第一期资格考试',
		titleEn: 'Qualification exam, first sitting 2026',
		ladder: options.ladder ?? 'bank',
		tier: options.tier ?? 'manager',
		blueprintId: blueprint.id,
		registrationOpensAt: new Date('2026-01-01T00:00:00Z'),
		registrationClosesAt: new Date('2026-01-20T00:00:00Z'),
		opensAt: OPENED,
		closesAt: CLOSED,
		minutes: 60,
		passPercent: 60,
		createdAt: new Date('2025-12-01T00:00:00Z'),
		releasedAt: (options.released ?? true) ? new Date('2026-02-03T01:00:00Z') : null
	});
	return id;
}

/** A person's attempt in a sitting, handed in and marked. */
export async function givenAttempt(
	world: World,
	person: GivenPerson,
	sittingId: string,
	passed = true
): Promise<string> {
	const id = newId(OPENED);
	const drawn = { id, sittingId, personId: person.id, seed: 'test', drawnAt: OPENED };
	await world.db.insert(attemptPapers).values(drawn);
	await world.db.insert(attempts).values({
		id,
		sittingId,
		personId: person.id,
		startedAt: OPENED,
		endsAt: CLOSED,
		handedInAt: CLOSED,
		handedInBy: 'candidate'
	});
	const score = passed ? 80 : 40;
	const [sitting] = await world.db
		.select({ releasedAt: sittings.releasedAt })
		.from(sittings)
		.where(eq(sittings.id, sittingId));
	await world.db.insert(attemptResults).values({
		attemptId: id,
		earnedHundredths: score * 100,
		maxScore: 100,
		tenths: score * 10,
		passed,
		marks: [],
		rule: 'test',
		markedOn: '2026-02-01',
		markedAt: CLOSED,
		releasedAt: sitting!.releasedAt
	});
	return id;
}

/** A published module, written directly: its id, its code, and what it is called. */
export async function givenModule(world: World, title = { 'zh-CN': '合规与操守', en: 'Conduct' }) {
	const module = { id: newId(OPENED), code: `conduct-${++world.counter}`, position: world.counter };
	await world.db.insert(modules).values(module);
	const versions: string[] = [];
	/** Publishes another version of it. */
	async function publish(): Promise<string> {
		const id = newId(OPENED);
		versions.push(id);
		await world.db.insert(moduleVersions).values({
			...{ id, moduleId: module.id, version: versions.length, contentHash: id, publishedAt: OPENED },
			content: {
				...{ code: module.code, title, summary: title, creditMinutes: 60, passMark: 80, questions: [] },
				lessons: [{ slug: 'one', title, minutes: 5, body: title }]
			}
		});
		return id;
	}
	await publish();
	return { ...module, publish, latest: () => versions.at(-1)! };
}
export type GivenModule = Awaited<ReturnType<typeof givenModule>>;

/** Somebody's completion of the latest version of a module, written directly. */
export async function givenCompletion(
	world: World,
	{ id: personId }: GivenPerson,
	module: GivenModule,
	completedOn = '2026-02-20'
): Promise<string> {
	const at = new Date(`${completedOn}T04:00:00Z`);
	const [id, enrolmentId] = [newId(at), newId(at)];
	const begun = { personId, moduleVersionId: module.latest() };
	await world.db.insert(enrolments).values({ id: enrolmentId, ...begun, startedAt: at });
	await world.db
		.insert(completions)
		.values({ id, ...begun, enrolmentId, completedOn, creditMinutes: 60, recordedAt: at });
	return id;
}

/** Rules of a year, renewed in its last 60 days, that make a certificate depend on nothing further. */
export const yearly = {
	...{ basis: 'completion' as const, fixedOn: null, minimumMonths: 0, months: 12, windowDays: 60 },
	...{ graceDays: 0, lateDays: 0, yearlyHours: null, hoursGraceDays: 0, employment: false },
	...{ conduct: 'none' as const, cureMonths: null, leavePauses: false, mostPauseDays: null },
	reason: '制度规定'
};

/** A module for which certificates are issued, with its kind. */
export async function givenCertifiable(world: World, ladder: 'module' | 'mentor' = 'module') {
	const module = await givenModule(world);
	const names = { nameZh: '合规与操守', nameEn: 'Compliance and Conduct' };
	const { kind } = await addKind(world.ctx(), { moduleId: module.id, ladder, ...names, ...yearly });
	return { ...module, kind };
}

/** What a command was refused with. */
export const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => null,
		(error: unknown) => (error as { code?: string }).code ?? error
	);
