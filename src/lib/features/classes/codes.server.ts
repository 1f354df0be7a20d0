import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { CODES_EARLY_MS, type Span } from './rules';

/** How long a code counts. */
export const SLOT_MS = 30_000;

/** The half minute that an instant falls in, counted from 1970. */
export const slotOf = (instant: Date): number => Math.floor(instant.getTime() / SLOT_MS);

/** Milliseconds that a code still counts. */
export const leftOf = (instant: Date): number => SLOT_MS - (instant.getTime() % SLOT_MS);

export const newSecret = (): string => randomBytes(32).toString('hex');

/** The six digits of a session's half minute: an HMAC of its number, cut as a one-time password is (RFC 4226, 5.3). */
export function codeOf(secret: string, slot: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(slot));
	const hash = createHmac('sha256', Buffer.from(secret, 'hex')).update(counter).digest();
	const offset = hash[hash.length - 1]! & 0x0f;
	return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Compared in the same time whatever is wrong with it. */
export function isCode(secret: string, slot: number, typed: string): boolean {
	const expected = Buffer.from(codeOf(secret, slot));
	const given = Buffer.from(typed);
	return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The half minute before now that a code belonged to, back to when codes of the session began to count. */
export function pastSlotOf(session: Span & { codeSecret: string }, typed: string, now: Date): number | null {
	const first = slotOf(new Date(session.startsAt.getTime() - CODES_EARLY_MS));
	const last = Math.min(slotOf(now), slotOf(session.endsAt) + 1) - 1;
	for (let slot = last; slot >= first; slot--) if (isCode(session.codeSecret, slot, typed)) return slot;
	return null;
}
