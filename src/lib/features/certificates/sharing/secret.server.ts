import { createHash, randomBytes } from 'node:crypto';

/** A new token of 256 random bits, and what is kept of it: two of them have no hash in common, and none leads back. */
export function newToken(): { token: string; tokenHash: string } {
	const token = randomBytes(32).toString('base64url');
	return { token, tokenHash: hashToken(token) };
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
