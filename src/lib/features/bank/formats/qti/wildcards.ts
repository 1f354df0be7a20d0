/** A text of another system as an accepted text: no star in it stands for anything. */
export const literal = (text: string): string => text.replace(/\\(?=[\\*])|\*/g, '\\$&');

/** An accepted text without our escapes; null where a star stands for anything, which no other system would understand. */
export function plainOf(text: string): string | null {
	const plain = text.replace(/\\([\\*])/g, '$1');
	return literal(plain) === text ? plain : null;
}
