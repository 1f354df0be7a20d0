import { isActionFailure, isHttpError, type RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { action } from '../../src/lib/server/http/action';

const save = action(z.object({ note: z.string() }), async () => {
	throw new Error('must not run');
});

/** A form that somebody sends whose session has ended in the meantime. */
const sent = (headers: Record<string, string>) => {
	const body = new FormData();
	body.set('note', '一下午写的反思');
	body.set('password', 'secret');
	const url = new URL('http://localhost/mentoring/1?/log');
	return {
		url,
		request: new Request(url, { method: 'POST', body, headers }),
		locals: { user: null, fault: null, ctx: { requestId: 'r' } }
	} as unknown as RequestEvent;
};

describe('a form sent after the session has ended', () => {
	it('stays as it was typed, and says what to do', async () => {
		const answer = await save(sent({ 'x-sveltekit-action': 'true' }));
		expect(isActionFailure(answer)).toBe(true);
		expect(answer).toMatchObject({
			status: 401,
			data: { code: 'access.session_over', action: 'log', values: { note: '一下午写的反思' } }
		});
		expect(JSON.stringify(answer)).not.toContain('secret');
	});

	it('gets a page that can be sent again by reloading, where there are no scripts', async () => {
		const thrown = await save(sent({})).catch((error: unknown) => error);
		expect(isHttpError(thrown, 401)).toBe(true);
		expect(thrown).toMatchObject({ body: { code: 'access.session_over', requestId: 'r' } });
	});
});
