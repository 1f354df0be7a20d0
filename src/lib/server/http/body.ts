const MB = 1024 * 1024;
/** Most bytes of a form or a JSON text. */
export const FORM_LIMIT = 2 * MB;
/** Most bytes of a form with a file: the largest document and what stands beside it. */
export const FILES_LIMIT = 22 * MB;

/** How many bytes a request says that it brings; null when it does not say, and may bring any number. */
export function lengthOf({ headers }: Request): number | null {
	const length = headers.get('content-length');
	if (length !== null) return Number(length);
	return headers.has('transfer-encoding') ? null : 0;
}

/**
 * Whether a request brings more than is read here. What it still sends is then taken and thrown away: a sender whose
 * connection is cut never sees the answer.
 */
export function refuseBody(request: Request, limit: number): boolean {
	const length = lengthOf(request);
	if (length !== null && length <= limit) return false;
	void drain(request);
	return true;
}

/** Takes and throws away what a request still sends. */
export async function drain({ body }: Request): Promise<void> {
	if (!body || body.locked) return;
	const reader = body.getReader();
	try {
		while (!(await reader.read()).done);
	} catch {
		// The sender went away, which is as well.
	}
}
