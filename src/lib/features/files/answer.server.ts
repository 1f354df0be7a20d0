import type { Database } from '$lib/server/db/database';
import type { StoredFile } from './read.server';
import { readFileRange } from './read.server';
import { RANGE_AT_MOST, readRange } from './rules';

/** Whatever a file holds, it runs nothing and reaches nothing, also when somebody opens it by itself. */
const SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

/**
 * A file as an answer, whole or in the range that was asked for. `keep`: seconds for which a browser need not ask
 * again; none means that it asks each time and is told when nothing changed. Asks no permission.
 */
export function fileAnswer(
	db: Database,
	file: StoredFile,
	request: Request,
	options: { keep?: number } = {}
): Promise<Response> {
	const etag = `"${file.sha256}"`;
	const headers = new Headers({
		'content-type': file.mime === 'text/vtt' ? 'text/vtt; charset=utf-8' : file.mime,
		'content-security-policy': SANDBOX,
		'x-content-type-options': 'nosniff',
		'content-disposition': disposition(file),
		'accept-ranges': 'bytes',
		'cache-control': options.keep ? `private, max-age=${options.keep}` : 'private, no-cache',
		etag
	});
	return respond(db, file, request, headers, etag);
}

async function respond(
	db: Database,
	file: StoredFile,
	request: Request,
	headers: Headers,
	etag: string
): Promise<Response> {
	const known = request.headers.get('if-none-match')?.split(/,\s*/) ?? [];
	if (known.includes(etag) || known.includes('*')) return new Response(null, { status: 304, headers });
	const condition = request.headers.get('if-range');
	const wanted = condition && condition !== etag ? null : request.headers.get('range');
	const range = readRange(wanted, file.size);
	if (range === 'impossible') {
		headers.set('content-range', `bytes */${file.size}`);
		return new Response(null, { status: 416, headers });
	}
	if (range === 'whole') {
		headers.set('content-length', String(file.size));
		if (request.method === 'HEAD') return new Response(null, { headers });
		return new Response(streamOf(db, file), { headers });
	}
	const { from, to } = range;
	headers.set('content-range', `bytes ${from}-${to}/${file.size}`);
	headers.set('content-length', String(to - from + 1));
	return new Response(streamOf(db, file, from, to), { status: 206, headers });
}

/** The bytes a MiB at a time, read when they are wanted. */
function streamOf(db: Database, file: StoredFile, from = 0, to = file.size - 1): ReadableStream<Uint8Array> {
	let at = from;
	return new ReadableStream<Uint8Array>(
		{
			async pull(controller) {
				if (at > to) return controller.close();
				const bytes = await readFileRange(db, file.id, at, Math.min(at + RANGE_AT_MOST - 1, to));
				at += bytes.length;
				controller.enqueue(new Uint8Array(bytes));
				if (at > to || !bytes.length) controller.close();
			}
		},
		{ highWaterMark: 0 }
	);
}

/** Documents are saved, never opened inside our pages; the name is given in both ways that RFC 6266 knows. */
function disposition({ kind, name }: StoredFile): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\]/g, '_');
	const how = kind === 'document' ? 'attachment' : 'inline';
	return `${how}; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
