import { blueprints } from '$lib/features/bank/tables.server';
import { attemptResults, attempts, sittings } from '$lib/features/exams/tables.server';
import { newId } from '$lib/shared/ids';
import { blueprint as plan } from '../exams/given';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

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
	await world.db.insert(attempts).values({
		id,
		sittingId,
		personId: person.id,
		startedAt: OPENED,
		endsAt: CLOSED,
		handedInAt: CLOSED,
		handedInBy: 'candidate',
		seed: 'test'
	});
	const score = passed ? 80 : 40;
	await world.db.insert(attemptResults).values({
		attemptId: id,
		earnedHundredths: score * 100,
		maxScore: 100,
		tenths: score * 10,
		passed,
		marks: [],
		rule: 'test',
		markedOn: '2026-02-01',
		markedAt: CLOSED
	});
	return id;
}

/** What a command was refused with. */
export const refusalOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => null,
		(error: unknown) => (error as { code?: string }).code ?? error
	);
