// Serves the built site. Takes PORT (3000), HOST (0.0.0.0), ORIGIN.
import { createServer } from 'node:http';
import { join, resolve, dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const port = Number(process.env['PORT'] ?? 3000);
const host = process.env['HOST'] ?? '0.0.0.0';
process.env['NODE_ENV'] ??= 'production';
process.env['JINJIE_ROOT'] ??= root;
// Each route limits what it reads (server/http/body.ts), so that a refusal is said in words.
process.env['BODY_SIZE_LIMIT'] ??= 'Infinity';

// Without ORIGIN the address is what the browser asked for, over plain HTTP: right for a machine of one's own,
// whichever of its names is used. Behind a proxy ORIGIN says it.
const named = Boolean(process.env['ORIGIN']);
if (!named) {
	delete process.env['ORIGIN'];
	process.env['PROTOCOL_HEADER'] = 'x-jinjie-protocol';
}

/** @type {import('node:http').Server} */
let server;
try {
	const { handler } = await import(pathToFileURL(join(root, 'build', 'handler.js')).href);
	const own = /** @type {{ jinjieServe?: (request: unknown, response: unknown) => boolean }} */ (globalThis);
	server = createServer((request, response) => {
		// Saves of exams, before the framework (features/exams/saving).
		if (own.jinjieServe?.(request, response)) return;
		if (!named) request.headers['x-jinjie-protocol'] = 'http';
		handler(request, response);
	});
	// Longer than a proxy keeps an idle connection: otherwise a save meets one that is just being closed.
	server.keepAliveTimeout = 75_000;
	server.on('error', (error) => {
		const taken = /** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE';
		console.error(taken ? `Port ${port} is in use. Choose another: PORT=3001 npm start` : error);
		process.exit(1);
	});
	server.listen(port, host, () => {
		const address = /** @type {import('node:net').AddressInfo} */ (server.address());
		const name = process.env['ORIGIN'] || `http://localhost:${address.port}`;
		console.log(`\nJinjie is ready: ${name}\n`);
		process.emit(/** @type {any} */ ('jinjie:ready'));
	});
} catch (error) {
	console.error(error instanceof Error && /in use by process/.test(error.message) ? error.message : error);
	process.exit(1);
}

for (const signal of ['SIGTERM', 'SIGINT']) {
	process.once(signal, () => {
		server.close();
		server.closeIdleConnections();
		setTimeout(() => server.closeAllConnections(), 3000).unref();
		// The application finishes its jobs and closes the database, then ends the process.
		process.emit(/** @type {any} */ ('sveltekit:shutdown'), /** @type {any} */ (signal));
	});
}
