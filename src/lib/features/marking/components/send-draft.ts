import type { ErrorCode } from '$lib/i18n/codes';
import type { Kept } from '../draft-keeper.svelte';

/** Sends what a form says about an answer, also while its page is being left. */
export async function sendDraft(
	taskId: string,
	form: HTMLFormElement | null | undefined,
	about: { revision: number; seconds: number }
): Promise<Kept> {
	if (!form) return { ok: true, revision: about.revision };
	const said: Record<string, unknown> = {};
	const levels: Record<string, unknown> = {};
	for (const [name, value] of new FormData(form)) {
		if (name.startsWith('levels.')) levels[name.slice('levels.'.length)] = value;
		else said[name] = value;
	}
	let reply: Response;
	try {
		reply = await fetch(`/staff/marking/tasks/${taskId}/draft`, {
			method: 'PUT',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ ...said, levels, ...about }),
			keepalive: true
		});
	} catch {
		return { ok: false, code: 'app.unreachable', params: {} };
	}
	const body = (await reply.json().catch(() => null)) as {
		revision?: number;
		error?: { code: ErrorCode; params: Refused['params']; fields?: Refused['errors'] };
	} | null;
	if (reply.ok && body?.revision !== undefined) return { ok: true, revision: body.revision };
	const refused = body?.error;
	const code = Object.values(refused?.fields ?? {})[0] ?? refused?.code ?? 'app.unreachable';
	return { ok: false, code, params: refused?.params ?? {} };
}
