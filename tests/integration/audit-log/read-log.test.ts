import { count } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { auditFilter } from '$lib/features/audit';
import { exportLog, readLog, recordAudit, verifyLog } from '$lib/features/audit/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { withTransaction } from '$lib/server/db/transaction';
import { onEveryDatabase, type World } from '../../support/database';
import { givenPerson, type GivenPerson } from '../../support/world';

const filter = (query = '') => auditFilter(new URLSearchParams(query));
const write = (
	world: World,
	who: GivenPerson,
	at: string,
	entry: { action: string; id: string; personId?: string; after?: unknown }
) => {
	const ctx = world.ctx(who, new Date(at));
	return withTransaction(ctx, (tx) =>
		recordAudit(tx, ctx, {
			action: entry.action,
			subject: { type: 'person', id: entry.id },
			personId: entry.personId,
			after: entry.after
		})
	);
};
const size = async (world: World) => (await world.db.select({ n: count() }).from(auditLog))[0]?.n ?? 0;

onEveryDatabase('read the audit log', (world) => {
	it('narrows by day, person, actor and action, newest first, and records each look once', async () => {
		const auditor = world.ctx(await givenPerson(world, { roles: ['auditor'] }));
		const [zhou, li] = [
			await givenPerson(world, { name: '周敏' }),
			await givenPerson(world, { name: '李平' })
		];
		// 23:30 on the 1st and 00:30 on the 2nd in Shanghai.
		await write(world, zhou, '2026-02-01T15:30:00Z', {
			action: 'people.person.update',
			id: li.id,
			personId: li.id
		});
		await write(world, li, '2026-02-01T16:30:00Z', { action: 'people.sensitive.read', id: zhou.id });
		const read = async (query: string, ids: string[] | null = null) =>
			(await readLog(auditor, filter(query), ids)).entries.map(({ seq }) => seq);
		const before = await size(world);
		expect(await read('to=2026-02-28')).toEqual([2, 1]);
		expect(await size(world)).toBe(before + 1);
		expect(await read('from=2026-02-02&to=2026-02-02')).toEqual([2]);
		expect(await read('from=2026-02-01&to=2026-02-01')).toEqual([1]);
		expect(await read('actor=周')).toEqual([1]);
		expect(await read('action=people.&kind=changes')).toEqual([1]);
		expect(await read('action=people.&kind=looks')).toEqual([2]);
		expect(await read('', [li.id])).toEqual([1]);
		expect(await read('', [zhou.id])).toEqual([2]);
		expect(await read('', [])).toEqual([]);
		expect(await read(`subject=${li.id}`)).toEqual([1]);
		expect(await read('before=2')).toEqual([1]);
	});

	it('pages by key without gaps or repeats while entries are added', async () => {
		const auditor = world.ctx(await givenPerson(world, { roles: ['auditor'] }));
		const zhou = await givenPerson(world);
		for (let i = 0; i < 60; i++)
			await write(world, zhou, '2026-02-03T00:00:00Z', { action: 'test.page', id: String(i) });
		const first = await readLog(auditor, filter('action=test.page'), null);
		await write(world, zhou, '2026-02-03T00:00:00Z', { action: 'test.page', id: 'new' });
		const second = await readLog(auditor, filter(`action=test.page&before=${first.older}`), null);
		expect([...first.entries, ...second.entries].map(({ subjectId }) => subjectId)).toEqual(
			Array.from({ length: 60 }, (_, i) => String(59 - i))
		);
		expect(second.older).toBeNull();
	});

	it('is the auditor’s alone', async () => {
		for (const role of ['trainee', 'mentor', 'hrOfficer', 'hrApprover', 'administrator', 'author'] as const) {
			const ctx = world.ctx(await givenPerson(world, { roles: [role] }));
			const before = await size(world);
			await expect(readLog(ctx, filter(), null)).rejects.toMatchObject({ kind: 'forbidden' });
			await expect(verifyLog(ctx)).rejects.toMatchObject({ kind: 'forbidden' });
			await expect(exportLog(ctx, filter(), null)).rejects.toMatchObject({ kind: 'forbidden' });
			expect(await size(world)).toBe(before);
		}
	});

	it('checks the chain, and records that it was checked', async () => {
		const auditor = world.ctx(await givenPerson(world, { roles: ['auditor'] }));
		const entries = await size(world);
		expect(await verifyLog(auditor)).toMatchObject({
			intact: true,
			entries,
			checkedAt: auditor.now.toISOString()
		});
		const {
			entries: [entry]
		} = await readLog(auditor, filter('action=audit.log.verify'), null);
		expect(entry?.changes).toContainEqual({ field: 'intact', before: null, after: 'true', changed: true });
		expect(await verifyLog(auditor)).toMatchObject({ intact: true });
	});

	it('exports what the filter says, without formulas', async () => {
		const auditor = world.ctx(await givenPerson(world, { roles: ['auditor'] }));
		const zhou = await givenPerson(world, { name: '=cmd()' });
		await write(world, zhou, '2026-02-04T00:00:00Z', {
			action: 'test.export',
			id: 'x',
			after: { note: 'a,"b"' }
		});
		const text = await new Response(await exportLog(auditor, filter('action=test.export'), null)).text();
		const lines = text.trim().split('\r\n');
		expect(lines).toHaveLength(2);
		expect(lines[0]).toContain('seq,at,actor');
		expect(lines[1]).toContain(`,'=cmd(),${zhou.id},test.export,person,x,`);
		expect(lines[1]).toContain('"{""note"":""a,\\""b\\""""}"');
		expect((await readLog(auditor, filter('action=audit.log.export'), null)).entries).toHaveLength(1);
	});
});
