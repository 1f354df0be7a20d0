import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accounts, organisation, people, roleGrants, units } from '$lib/features/people/tables.server';
import { openEmbedded } from '$lib/server/db/embedded';

const root = resolve(import.meta.dirname, '../..');
let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'jinjie-tools-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs a tool as `npm run` does, from another folder. */
function run(tool: string, ...args: string[]): Promise<{ code: number | null; text: string }> {
	return new Promise((done) => {
		const tsx = ['--import', join(root, 'node_modules/tsx/dist/esm/index.mjs')];
		const child = spawn(process.execPath, [...tsx, join(root, 'src/cli', tool), ...args], {
			cwd: tmpdir(),
			env: {
				...process.env,
				DATABASE_URL: '',
				DATA_DIR: folder,
				TSX_TSCONFIG_PATH: join(root, 'tsconfig.json')
			},
			stdio: ['ignore', 'pipe', 'pipe']
		});
		let text = '';
		child.stdout.on('data', (chunk) => (text += chunk));
		child.stderr.on('data', (chunk) => (text += chunk));
		child.on('close', (code) => done({ code, text }));
	});
}
const open = () => openEmbedded(folder);

it('admin:create makes the first administrator, whole or not at all, and audit:verify finds the chain intact', async () => {
	const refused = await run(
		'admin-create.ts',
		'--name',
		'李华',
		'--employee-no',
		'A1',
		'--organisation',
		'测试银行',
		'--email',
		'no address'
	);
	expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('email:') });
	let handle = await open();
	expect(await handle.db.select().from(units)).toEqual([]);
	expect(await handle.db.select().from(organisation)).toEqual([]);
	await handle.close();

	const made = await run(
		'admin-create.ts',
		'--name',
		'李华',
		'--employee-no',
		'A1',
		'--organisation',
		'测试银行'
	);
	expect(made).toMatchObject({ code: 0, text: expect.stringMatching(/[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}/) });
	handle = await open();
	const [person] = await handle.db
		.select()
		.from(people)
		.innerJoin(accounts, eq(accounts.personId, people.id));
	expect(person?.accounts.mustChange).toBe(true);
	expect(await handle.db.select().from(roleGrants)).toMatchObject([{ role: 'administrator', unitId: null }]);
	await handle.close();

	expect(await run('admin-create.ts', '--name', '王芳', '--employee-no', 'A2')).toMatchObject({
		code: 1,
		text: expect.stringContaining('--another')
	});
	const verified = await run('audit-verify.ts');
	expect(verified).toMatchObject({ code: 0, text: expect.stringContaining('intact') });
	const none = { code: 0, text: expect.stringContaining('0 decisions') };
	expect(await run('decisions-replay.ts')).toMatchObject(none);
	expect(await run('decisions-replay.ts', 'nonsense')).toMatchObject({
		...{ code: 1, text: expect.stringContaining('not the id of a decision') }
	});
}, 600_000);

it('audit:verify ends badly and names the entry that was changed, and says when the site must be stopped', async () => {
	const handle = await open();
	const busy = await run('audit-verify.ts');
	expect(busy).toMatchObject({ code: 1, text: expect.stringContaining('Stop the site first') });
	await handle.run(
		`alter table audit_log disable trigger user; update audit_log set actor_name = 'nobody' where seq = 2`
	);
	await handle.close();
	expect(await run('audit-verify.ts')).toMatchObject({ code: 1, text: expect.stringContaining('entry 2') });
}, 600_000);
