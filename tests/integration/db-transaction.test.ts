import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { units } from '$lib/features/people/tables.server';
import { rowsOf, statement, type Database } from '$lib/server/db/database';
import { brokenConstraint, sqlState, untilCommit, withTransaction } from '$lib/server/db/transaction';
import { newId } from '$lib/shared/ids';
import { onEveryDatabase } from '../support/database';
import { givenRoot, givenUnit } from '../support/world';

onEveryDatabase('withTransaction', (world) => {
	const names = async () =>
		(await rowsOf<{ code: string }>(world.db, sql`select code from units order by code`)).map(
			(row) => row.code
		);
	const unit = (code: string) => ({
		...{ id: newId(new Date()), code, path: `${code}/`, kind: 'branch' as const, parentId: null },
		...{ nameZh: code, nameEn: code, createdAt: new Date() }
	});

	it('keeps all of the work or none', async () => {
		await givenRoot(world);
		const ctx = world.ctx();
		const half = withTransaction(ctx, async (tx) => {
			await tx.insert(units).values(unit('HALF'));
			throw new Error('stop');
		});
		await expect(half).rejects.toThrow('stop');
		expect(await names()).toEqual(['HQ']);
		await withTransaction(ctx, (tx) => tx.insert(units).values(unit('WHOLE')));
		expect(await names()).toEqual(['HQ', 'WHOLE']);
	});

	it.each(['40P01', '40001'])('runs again after %s, with nothing left of the first time', async (code) => {
		let times = 0;
		await withTransaction(world.ctx(), async (tx) => {
			times++;
			await tx.insert(units).values(unit(`R${code}`));
			if (times < 3) throw Object.assign(new Error('retry'), { code });
		});
		expect(times).toBe(3);
		expect((await names()).filter((name) => name === `R${code}`)).toHaveLength(1);
	});

	it('gives up after a few times', async () => {
		let times = 0;
		const never = withTransaction(world.ctx(), async () => {
			times++;
			throw Object.assign(new Error('for ever'), { code: '40001' });
		});
		await expect(never).rejects.toThrow('for ever');
		expect(times).toBeGreaterThan(1);
		expect(times).toBeLessThan(10);
	});

	it('does not repeat what failed for another reason', async () => {
		let times = 0;
		const once = withTransaction(world.ctx(), async (tx) => {
			times++;
			await tx.insert(units).values(unit('HQ'));
		});
		const error = await once.catch((reason: unknown) => reason);
		expect(times).toBe(1);
		expect(sqlState(error)).toBe('23505');
		expect(brokenConstraint(error)).toBe('units_code_unique');
	});

	it('lets a last statement come with the commit, and keeps nothing when it fails', async () => {
		const put = (tx: Database, code: string) =>
			untilCommit(tx, tx.insert(units).values(unit(code)).execute());
		await withTransaction(world.ctx(), (tx) => put(tx, 'LAST'));
		expect(await names()).toContain('LAST');
		const again = withTransaction(world.ctx(), async (tx) => {
			await tx.insert(units).values(unit('BEFORE'));
			await put(tx, 'LAST');
			return 'done';
		});
		expect(brokenConstraint(await again.catch((reason: unknown) => reason))).toBe('units_code_unique');
		expect(await names()).not.toContain('BEFORE');
	});

	it('names what failed, not what failed after it', async () => {
		const put = (tx: Database, code: string) => tx.insert(units).values(unit(code)).execute();
		const first = withTransaction(world.ctx(), async (tx) => {
			const broken = put(tx, 'HQ');
			await untilCommit(tx, put(tx, 'NEXT'));
			await broken;
		});
		const later = withTransaction(world.ctx(), async (tx) => {
			await untilCommit(tx, put(tx, 'HQ'));
			await put(tx, 'NEXT');
		});
		for (const failed of [first, later])
			expect(sqlState(await failed.catch((reason: unknown) => reason))).toBe('23505');
		expect(await names()).not.toContain('NEXT');
	});

	it('binds the parameters of foreign SQL', async () => {
		const query = statement('select $2::text as b, $1::int as a, $3::jsonb as c', [7, "o'clock", { x: [1] }]);
		expect(await rowsOf(world.db, query)).toEqual([{ b: "o'clock", a: 7, c: { x: [1] } }]);
	});

	it('two that lock each other out both end well', async () => {
		// The embedded database has one connection: its transactions stand in line and cannot lock each other out.
		const [one, other] = [await givenUnit(world), await givenUnit(world)];
		const rename = (first: string, second: string) =>
			withTransaction(world.ctx(), async (tx) => {
				await tx.execute(sql`update units set name_en = name_en || '+' where code = ${first}`);
				// Long enough that each holds its first row, on a quiet machine; on a busy one they merely stand in line.
				if (world.kind === 'server') await tx.execute(sql`select pg_sleep(0.3)`);
				await tx.execute(sql`update units set name_en = name_en || '+' where code = ${second}`);
			});
		await Promise.all([rename(one.code, other.code), rename(other.code, one.code)]);
		const rows = await rowsOf<{ name_en: string }>(
			world.db,
			sql`select name_en from units where code in (${one.code}, ${other.code})`
		);
		for (const row of rows) expect(row.name_en.endsWith('++')).toBe(true);
	});
});

onEveryDatabase('migrations', (world) => {
	it('can be applied again and by several at once', async () => {
		await Promise.all([world.handle.migrate(), world.kind === 'server' ? world.handle.migrate() : undefined]);
		const [row] = await rowsOf<{ count: string }>(
			world.db,
			sql`select count(*) from drizzle.__drizzle_migrations`
		);
		expect(Number(row?.count)).toBeGreaterThan(1);
	});

	it('give every time its zone and every key its index', async () => {
		const bare = await rowsOf(
			world.db,
			sql`select table_name, column_name from information_schema.columns
				where table_schema = 'public' and data_type = 'timestamp without time zone'`
		);
		expect(bare).toEqual([]);
	});
});

describe('sqlState', () => {
	it('finds the code under wrappings', () => {
		const inner = Object.assign(new Error('x'), { code: '23505' });
		expect(sqlState(new Error('outer', { cause: new Error('middle', { cause: inner }) }))).toBe('23505');
		expect(sqlState('nothing')).toBeUndefined();
	});
});
