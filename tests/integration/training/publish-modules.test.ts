import { asc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { auditLog } from '$lib/features/audit/tables.server';
import { publishModules } from '$lib/features/training/index.server';
import { modules, moduleVersions } from '$lib/features/training/tables.server';
import { log } from '$lib/server/log';
import { onEveryDatabase } from '../../support/database';
import { givenPerson } from '../../support/world';
import { changed, CODE, module, published } from './given';

describe('publish modules', () => {
	beforeEach(() => void vi.restoreAllMocks());

	onEveryDatabase('publish modules', (world) => {
		const versions = () => world.db.select().from(moduleVersions).orderBy(asc(moduleVersions.version));

		it('publishes each version once, with its hash and an audit entry', async () => {
			expect(await published(world)).toEqual({ published: [{ code: CODE, version: 1 }] });
			expect(await published(world)).toEqual({ published: [] });
			const rows = await versions();
			expect(rows).toHaveLength(1);
			expect(rows[0]).toMatchObject({
				contentHash: module.hash,
				content: JSON.parse(JSON.stringify(module.content))
			});
			const entries = await world.db
				.select()
				.from(auditLog)
				.where(eq(auditLog.action, 'training.module.publish'));
			expect(entries).toHaveLength(1);
			expect(entries[0]).toMatchObject({
				actorId: null,
				after: { code: CODE, version: 1, contentHash: module.hash }
			});
		});

		it('keeps what is published when the file changed under the same version, and says which file', async () => {
			const warn = vi.spyOn(log, 'warn').mockImplementation(() => {});
			await publishModules(world.ctx(), [changed({ passMark: 10 })]);
			expect((await versions())[0]?.contentHash).toBe(module.hash);
			expect(warn).toHaveBeenCalledOnce();
			expect(warn.mock.calls[0]?.[0]).toMatchObject({
				module: CODE,
				version: 1,
				files: ['content/modules/01-knowing-the-customer/module.yaml']
			});
		});

		it('publishes a higher version beside the older one', async () => {
			await publishModules(world.ctx(), [changed({ version: 2, passMark: 75 })]);
			expect((await versions()).map(({ version }) => version)).toEqual([1, 2]);
			expect(await world.db.select().from(modules)).toHaveLength(1);
		});

		it('takes a new place in the catalogue without a new version', async () => {
			await publishModules(world.ctx(), [{ ...module, position: 9 }]);
			expect((await world.db.select().from(modules))[0]?.position).toBe(9);
		});

		it('publishes once when two instances start together', async () => {
			const next = [changed({ version: 3 })];
			const both = await Promise.all([publishModules(world.ctx(), next), publishModules(world.ctx(), next)]);
			expect(both.flatMap((one) => one.published)).toEqual([{ code: CODE, version: 3 }]);
			expect((await versions()).filter(({ version }) => version === 3)).toHaveLength(1);
		});

		it('is refused to whoever does not publish modules', async () => {
			for (const role of ['trainee', 'mentor', 'hrOfficer', 'auditor'] as const) {
				const person = await givenPerson(world, { roles: [role] });
				await expect(publishModules(world.ctx(person), [module])).rejects.toMatchObject({
					kind: 'forbidden'
				});
			}
			const author = await givenPerson(world, { roles: ['author'] });
			await expect(publishModules(world.ctx(author), [module])).resolves.toEqual({ published: [] });
		});
	});
});
