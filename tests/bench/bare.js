// What the figures are compared with: a SvelteKit page that does nothing, built and served as ours is, and a
// node:http server that does less.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const FILES = {
	'package.json': '{ "name": "bare", "private": true, "type": "module" }',
	'svelte.config.js': `import adapter from '@sveltejs/adapter-node';
export default { kit: { adapter: adapter() } };`,
	'vite.config.js': `import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit()] };`,
	'src/app.html': '<!doctype html><html><head>%sveltekit.head%</head><body>%sveltekit.body%</body></html>',
	'src/routes/+page.server.js': `export const load = () => ({ now: Date.now() });`,
	'src/routes/+page.svelte': `<script>let { data } = $props();</script><h1>{data.now}</h1>`,
	'serve.js': `import { createServer } from 'node:http';
import { handler } from './build/handler.js';
const server = createServer(handler).listen(0, '127.0.0.1', () => console.log('ready ' + server.address().port));`,
	'http.js': `import { createServer } from 'node:http';
const body = '<!doctype html><h1>ok</h1>';
const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(body));
server.listen(0, '127.0.0.1', () => console.log('ready ' + server.address().port));`
};

/** Builds both in a temporary folder. @param {string} root */
export function buildBare(root) {
	const folder = mkdtempSync(join(tmpdir(), 'jinjie-bare-'));
	for (const [path, text] of Object.entries(FILES)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), text);
	}
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	const built = spawnSync(
		process.execPath,
		[join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'],
		{
			cwd: folder,
			encoding: 'utf8'
		}
	);
	if (built.status !== 0) throw new Error(`The bare SvelteKit page could not be built: ${built.stderr}`);
	return {
		kit: join(folder, 'serve.js'),
		http: join(folder, 'http.js'),
		clear: () => rmSync(folder, { recursive: true, force: true })
	};
}
