import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../support/serve';

test('every decision of the demo, and every step, comes out of its own facts and standard as it was stored', async () => {
	test.setTimeout(180_000);
	const folder = await mkdtemp(join(tmpdir(), 'jinjie-replay-'));
	try {
		await cp(process.env['JINJIE_SEEDED'] ?? '', folder, { recursive: true });
		const { status, stdout, stderr } = spawnSync(
			process.execPath,
			['--import', 'tsx', join(root, 'src/cli/decisions-replay.ts')],
			{ cwd: root, env: { ...process.env, DATABASE_URL: '', DATA_DIR: folder }, encoding: 'utf8' }
		);
		expect(stdout + stderr).toMatch(/Replayed [1-9]\d* decisions and \d+ of their steps: every one/);
		expect(status).toBe(0);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
