import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { correctEntry, creditFacts, getMyCredit } from '$lib/features/credit/index.server';
import {
	balanceMentorCredit,
	countersignShadowing,
	disputeShadowing,
	evenOutMentorCredit
} from '$lib/features/mentoring/index.server';
import { rowsOf } from '$lib/server/db/database';
import { raiseFlag } from '$lib/features/mentoring/flag.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';
import { givenEntry, on, race, REFLECTION } from './story';

const LATER = on('2026-02-02');

onEveryDatabase('credit of mentors', (world) => {
	const system = () => world.ctx(undefined, LATER);
	const minutesOf = async (mentor: GivenPerson) =>
		((await creditFacts(world.db, [mentor.id], { on: '2026-12-31' })).get(mentor.id) ?? [])
			.filter(({ source }) => source === 'mentoring')
			.map(({ minutes }) => minutes);
	const signed = async () => {
		const given = await givenEntry(world);
		await countersignShadowing(world.ctx(given.trainee, on('2026-01-12')), {
			...{ entryId: given.entryId, reflection: REFLECTION }
		});
		return given;
	};
	/** A rule finds something afterwards: what counted counts no longer. */
	const flag = (entryId: string) =>
		withTransaction(system(), (tx) => raiseFlag(tx, system(), { entryId, kind: 'unqualified', detail: {} }));
	const settle = (entryId: string, cleared: boolean) =>
		world.db.execute(sql`update shadowing_flags set cleared = ${cleared}, settled_at = ${LATER.toISOString()},
			settled_by = (select person_id from role_grants limit 1), note = '看过' where entry_id = ${entryId}`);

	it('is written when the second signature is there, in the same transaction', async () => {
		const { mentor, trainee, entryId } = await givenEntry(world);
		expect(await minutesOf(mentor)).toEqual([]);
		await countersignShadowing(world.ctx(trainee, on('2026-01-12')), { entryId, reflection: REFLECTION });
		expect(await minutesOf(mentor)).toEqual([90]);
		expect(await minutesOf(trainee)).toEqual([]);
		expect((await getMyCredit(world.ctx(mentor, LATER), 2026)).entries).toMatchObject([
			{
				source: 'mentoring',
				earnedOn: '2026-01-10',
				title: { en: `Mentoring ${trainee.name}` },
				acceptedBy: null
			}
		]);
		// Whose hours they are finds it in the audit log.
		const [row] = await rowsOf<{ found: number }>(
			world.db,
			sql`select count(*)::int as found from audit_log
				where action = 'mentoring.credit.balance' and person_id = ${mentor.id}`
		);
		expect(row?.found).toBe(1);
	});

	it('is not written for what is disputed', async () => {
		const { mentor, trainee, entryId } = await givenEntry(world);
		await disputeShadowing(world.ctx(trainee, on('2026-01-12')), { entryId, reason: '当天没有跟班' });
		await evenOutMentorCredit(system());
		expect(await minutesOf(mentor)).toEqual([]);
	});

	it('is taken back beside what was written when the session stops counting, and comes again with it', async () => {
		const { mentor, entryId } = await signed();
		await flag(entryId);
		expect(await evenOutMentorCredit(system())).toBe(1);
		expect(await minutesOf(mentor)).toEqual([]);
		const [entry] = (await getMyCredit(world.ctx(mentor, LATER), 2026)).entries;
		expect(entry).toMatchObject({ written: 90, minutes: 0, corrections: [{ minutes: -90, by: null }] });
		await settle(entryId, true);
		const balance = () => withTransaction(system(), (tx) => balanceMentorCredit(tx, system(), entryId));
		expect(await balance()).toBe(true);
		expect(await balance()).toBe(false);
		expect(await minutesOf(mentor)).toEqual([90]);
		expect(await evenOutMentorCredit(system())).toBe(0);
	});

	it('keeps what an officer corrected', async () => {
		const { mentor, entryId } = await signed();
		const officer = await givenPerson(world, { roles: ['trainingOfficer'] });
		const [entry] = (await getMyCredit(world.ctx(mentor, LATER), 2026)).entries;
		await correctEntry(world.ctx(officer, LATER), {
			...{ entryId: entry!.id, minutes: 60, seen: 90, reason: '只带了一小时' }
		});
		expect(await evenOutMentorCredit(system())).toBe(0);
		await flag(entryId);
		await evenOutMentorCredit(system());
		expect(await minutesOf(mentor)).toEqual([]);
		await settle(entryId, true);
		await evenOutMentorCredit(system());
		expect(await minutesOf(mentor)).toEqual([60]);
	});

	it('is evened out for what was signed before there was credit, once, also by two runs at once', async () => {
		const { mentor } = await signed();
		await world.db.execute(sql`alter table credit_entries disable trigger user`);
		await world.db.execute(sql`delete from credit_entries where person_id = ${mentor.id}`);
		await world.db.execute(sql`alter table credit_entries enable trigger user`);
		expect(await race([evenOutMentorCredit(system()), evenOutMentorCredit(system())])).toMatchObject({
			done: 2
		});
		expect(await minutesOf(mentor)).toEqual([90]);
	});
});
