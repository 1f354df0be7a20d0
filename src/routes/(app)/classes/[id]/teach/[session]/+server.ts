import { getRegister, topicOf } from '$lib/features/classes/index.server';
import { systemClock } from '$lib/server/clock';
import { env } from '$lib/server/env';
import { endpoint, eventStream } from '$lib/server/http';
import { subscribe } from '$lib/server/live';

/** The register of a session, told anew whenever somebody comes and when the code changes. */
export const GET = endpoint(async (ctx, { params, url }) => {
	const session = params['session'] ?? '';
	const origin = env.origin || url.origin;
	const read = () => getRegister({ ...ctx, now: systemClock() }, params['id'] ?? '', session, origin);
	// Refused before the stream begins, so that the answer says so.
	await read();
	return eventStream(
		{
			read,
			follow: (changed) => subscribe(topicOf(session), changed),
			freshFor: ({ code }) => code?.leftMs ?? 60_000
		},
		{ once: url.searchParams.has('once') }
	);
});
