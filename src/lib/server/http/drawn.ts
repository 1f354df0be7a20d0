/** A page as it was drawn: its text and the head of its answer. */
interface Drawn {
	html: string;
	headers: [string, string][];
}

/** Pages kept at most; the oldest goes. */
const MOST = 500;
const drawn = new Map<string, Drawn>();

/**
 * A page for visitors whose text follows from `says` alone: drawn once for all who are told the same, whatever it took to know
 * what to say. Only for pages without a script and without anything of whoever looks.
 */
export async function drawOnce(says: unknown, draw: () => Promise<Response>): Promise<Response> {
	const key = JSON.stringify(says);
	const known = drawn.get(key);
	if (known) return new Response(known.html, { headers: known.headers });
	const response = await draw();
	// A cookie is for one.
	if (response.status !== 200 || response.headers.has('set-cookie')) return response;
	const html = await response.text();
	const headers = [...response.headers];
	const [oldest] = drawn.keys();
	if (drawn.size >= MOST && oldest !== undefined) drawn.delete(oldest);
	drawn.set(key, { html, headers });
	return new Response(html, { headers });
}
