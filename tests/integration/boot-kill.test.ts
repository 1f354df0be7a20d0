import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { verifyAuditChain } from '$lib/features/audit/index.server';
import { auditLog } from '$lib/features/audit/tables.server';
import { openEmbedded } from '$lib/server/db/embedded';

const root = resolve(import.meta.dirname, '../..');

describe('the embedded database in a folder', () => {
	let folder: string;
	let child: ChildProcess | undefined;
	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), 'jinjie-kill-'));
	});
	afterEach(async () => {
		child?.kill('SIGKILL');
		await rm(folder, { recursive: true, force: true });
	});

	/** Starts a process that writes, and gives what it said it had committed once `enough` says so. */
	async function writer(enough: (lines: string[]) => boolean) {
		let text = '';
		let errors = '';
		const started = spawn(
			process.execPath,
			['--import', 'tsx', join(root, 'tests/support/writer.ts'), folder, inject('embeddedTemplate')],
			{ cwd: root }
		);
		child = started;
		const ended = new Promise<void>((done) => started.on('close', () => done()));
		const lines = () => text.split('\n').slice(0, -1);
		started.stderr.on('data', (chunk) => (errors += chunk));
		await new Promise<void>((done, fail) => {
			started.stdout.on('data', (chunk) => {
				text += chunk;
				if (enough(lines())) done();
			});
			started.on('exit', () => fail(new Error(`the writer ended: ${errors}`)));
		});
		return { pid: started.pid!, lines, ended, kill: () => started.kill('SIGKILL') };
	}

	it(
		'has everything that was committed after a kill in the middle of writing, three times over',
		{ timeout: 300_000 },
		async () => {
			const told: string[] = [];
			for (const commits of [5, 37, 64]) {
				const running = await writer((lines) => lines.length >= commits);
				running.kill();
				await running.ended;
				told.push(...running.lines());
				const handle = await openEmbedded(folder);
				await handle.migrate();
				const kept = new Set(
					(await handle.db.select({ id: auditLog.subjectId }).from(auditLog)).map(({ id }) => id)
				);
				expect(told.filter((id) => !kept.has(id))).toEqual([]);
				expect(await verifyAuditChain(handle.db)).toMatchObject({ intact: true, entries: kept.size });
				await handle.close();
			}
			expect(told.length).toBeGreaterThanOrEqual(106);
		}
	);

	it('is refused to a second process while the first lives, by its number', async () => {
		const running = await writer((lines) => lines.length >= 1);
		await expect(openEmbedded(folder)).rejects.toThrow(`in use by process ${running.pid}`);
		running.kill();
		await running.ended;
		const handle = await openEmbedded(folder);
		expect(await readFile(join(folder, 'lock'), 'utf8')).toContain(String(process.pid));
		await handle.close();
	});

	it('is taken over when another program has come to the number of the owner', async () => {
		// Ours: alive, but begun at another time than the owner that the lock names.
		await writeFile(join(folder, 'lock'), `${process.ppid} another start`);
		await (await openEmbedded(folder)).close();
		// An owner of which only the number is known may be the same one.
		await writeFile(join(folder, 'lock'), String(process.ppid));
		await expect(openEmbedded(folder)).rejects.toThrow(`in use by process ${process.ppid}`);
	});

	it('is taken over from a lock that says nothing sensible', async () => {
		await writeFile(join(folder, 'lock'), 'nonsense');
		await (await openEmbedded(folder)).close();
		await expect(readFile(join(folder, 'lock'))).rejects.toThrow();
	});
});
