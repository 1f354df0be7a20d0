import { describe, expect, it } from 'vitest';
import { decideEntry } from '$lib/features/exams/entry.server';
import { nowhere } from '$lib/server/http/device';

/** SHA-256 of `{"allowQuit":true,"startURL":"https://exam.example/"}`: the Config Key of these two settings. */
const KEY = 'be055f96c63b79d34e4612abbc2b45e4382ebf4e3cb99d0f2f4863942115f738';
const URL_ASKED = 'https://exam.example/attempt/1/start';
/** SHA-256 of the address and the key behind it, in hexadecimal: what Safe Exam Browser sends with a request for it. */
const SENT = 'd293666bc8b47631e64d8a8695d5833d3f78155fbf8e457291e80268489ca574';

const enter = (configKeyHash: string | null, url = URL_ASKED, keys = [KEY]) =>
	decideEntry({ configKeys: keys }, null, { ...nowhere, url, configKeyHash }, null);
const refused = { ok: false, code: 'exams.entry.browser' };

describe('Safe Exam Browser by its Config Key', () => {
	it('comes in with the hash of the address and the key, with whichever of several keys', () => {
		expect(enter(SENT)).toMatchObject({ ok: true });
		expect(enter(SENT, URL_ASKED, ['0'.repeat(64), KEY])).toMatchObject({ ok: true });
		expect(enter(null, URL_ASKED, [])).toMatchObject({ ok: true });
	});

	it('stays out with the key itself, for another address, with another key, and with none', () => {
		expect(enter(KEY)).toMatchObject(refused);
		expect(enter(SENT, `${URL_ASKED}?a=1`)).toMatchObject(refused);
		expect(enter(SENT, URL_ASKED.replace('https', 'http'))).toMatchObject(refused);
		expect(enter(SENT, URL_ASKED, ['0'.repeat(64)])).toMatchObject(refused);
		expect(enter(SENT.slice(1))).toMatchObject(refused);
		expect(enter(null)).toMatchObject(refused);
	});
});
