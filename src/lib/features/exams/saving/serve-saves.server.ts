import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { hashSessionId, SESSION_COOKIE } from '$lib/features/people/index.server';
import type { ErrorCode } from '$lib/i18n/codes';
import { systemClock } from '$lib/server/clock';
import type { Database } from '$lib/server/db/database';
import { FORM_LIMIT } from '$lib/server/http/body';
import { DEVICE_COOKIE, hashDevice } from '$lib/server/http/device';
import { codeOfFault, statusOfFault } from '$lib/server/http/fault';
import { log } from '$lib/server/log';
import { isId } from '$lib/shared/ids';
import { saveAnswersSchema } from '../schema';
import type { SaveRefusalKind, SaveRequest } from './judge';
import { saverOf } from './saver.server';

const PATH = /^\/attempt\/([0-9a-f-]{36})\/answers$/;
const STATUS: Record<SaveRefusalKind, number> = {
	signed_out: 401,
	not_found: 404,
	conflict: 409,
	invalid: 400
};
const body = saveAnswersSchema.omit({ attemptId: true });

/**
 * Takes `PUT /attempt/[id]/answers` before the framework does: on exam day nearly every request is one, and nothing but the
 * commit may stand before its answer. The same as the route of that address, which serves where this is not (development).
 * `left` is told who has left the page once more. Returns whether the request was its own.
 */
export function servingSaves(
	db: Database,
	left: (attemptId: string) => void
): (request: IncomingMessage, response: ServerResponse) => boolean {
	const save = saverOf(db);
	return (request, response) => {
		const attemptId = request.method === 'PUT' ? PATH.exec(request.url ?? '')?.[1] : undefined;
		if (!attemptId || !isId(attemptId)) return false;
		const arrived = systemClock();
		answer(request, attemptId, arrived).then(
			([status, value]) => reply(response, status, value),
			(error: unknown) => {
				const requestId = randomUUID();
				const code = codeOfFault(error, 500);
				log.error({ err: error, requestId, path: request.url }, 'save failed');
				reply(response, statusOfFault(code), { error: { code, requestId } });
			}
		);
		return true;
	};

	async function answer(
		request: IncomingMessage,
		attemptId: string,
		arrived: Date
	): Promise<[status: number, value: object]> {
		const cookies = request.headers.cookie ?? '';
		const session = cookieOf(cookies, SESSION_COOKIE);
		if (!session) return refusal(401, 'access.signed_out');
		// A form of another site cannot say that it sends JSON without asking first.
		if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return refusal(400, 'app.form');
		const { text, isWhole } = await textOf(request);
		const parsed = isWhole ? body.safeParse(parse(text)) : null;
		// What cannot be read stands in the record all the same, once it is known whose it is.
		const unread: SaveRequest['unread'] = parsed?.success
			? null
			: { code: isWhole ? 'app.form' : 'app.too_large', text };
		const sent: z.output<typeof body> = parsed?.data ?? { answers: [] };
		const { answers, seat = null, age = 0, events = [], away } = sent;
		const device = cookieOf(cookies, DEVICE_COOKIE);
		const outcome = await save({
			...{ attemptId, by: { sessionHash: hashSessionId(session) }, device: device && hashDevice(device) },
			...{ seat, arrived, age, answers, events, away, unread }
		});
		if (outcome.ok && events.some(({ kind }) => kind === 'leave')) left(attemptId);
		return outcome.ok ? [200, outcome.reply] : refusal(STATUS[outcome.kind], outcome.code);
	}
}

const refusal = (status: number, code: ErrorCode): [number, object] => [
	status,
	{ error: { code, params: {}, requestId: randomUUID() } }
];

function reply(response: ServerResponse, status: number, value: object): void {
	if (response.headersSent) return;
	const text = JSON.stringify(value);
	response.writeHead(status, {
		'content-type': 'application/json',
		'content-length': Buffer.byteLength(text),
		'cache-control': 'private, no-store',
		'x-content-type-options': 'nosniff'
	});
	response.end(text);
}

function cookieOf(header: string, name: string): string | null {
	for (const part of header.split(';')) {
		const at = part.indexOf('=');
		if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim() || null;
	}
	return null;
}

/** The body, or its beginning where it is too large. */
async function textOf(request: IncomingMessage): Promise<{ text: string; isWhole: boolean }> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		// The rest is read and let go, so that the refusal can be answered.
		if (size <= FORM_LIMIT) chunks.push(chunk);
	}
	return { text: Buffer.concat(chunks).toString('utf8'), isWhole: size <= FORM_LIMIT };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
