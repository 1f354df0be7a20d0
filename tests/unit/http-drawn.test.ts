import { expect, it } from 'vitest';
import { drawOnce } from '$lib/server/http/drawn';

const page = (html: string, status = 200) => new Response(html, { status, headers: { 'x-kept': 'yes' } });

it('draws a page once for all who are told the same, and anew when it would say something else', async () => {
	let times = 0;
	const look = (state: string) =>
		drawOnce(['once', { state }], async () => page(`${state} ${String(++times)}`));
	expect(await (await look('valid')).text()).toBe('valid 1');
	const again = await look('valid');
	expect([await again.text(), again.headers.get('x-kept')]).toEqual(['valid 1', 'yes']);
	expect(await (await look('revoked')).text()).toBe('revoked 2');
	expect(await (await look('valid')).text()).toBe('valid 1');
});

it('keeps no answer that failed', async () => {
	let times = 0;
	const look = () => drawOnce(['failed'], async () => page(String(++times), times === 1 ? 503 : 200));
	expect((await look()).status).toBe(503);
	expect(await (await look()).text()).toBe('2');
	expect(await (await look()).text()).toBe('2');
});

it('hands nobody the cookie of another', async () => {
	const cookie = { 'set-cookie': 'a=b' };
	const look = (headers: HeadersInit) => drawOnce(['cookie'], async () => new Response('same', { headers }));
	expect((await look(cookie)).headers.has('set-cookie')).toBe(true);
	expect((await look({})).headers.has('set-cookie')).toBe(false);
	expect((await look(cookie)).headers.has('set-cookie')).toBe(false);
});

it('keeps the latest pages only', async () => {
	let times = 0;
	const look = (number: number) => drawOnce(['many', number], async () => page(String(++times)));
	for (let number = 0; number <= 500; number++) await look(number);
	expect(await (await look(500)).text()).toBe('501');
	expect(await (await look(0)).text()).toBe('502');
});
