import type { ErrorCode } from '$lib/i18n/codes';

export const MIN_PASSWORD_LENGTH = 10;

/** Words that guessing begins with; a password that is one of them and some digits or signs is no secret. */
const COMMON = new Set(
	`password passwort passw0rd pass qwerty qwertyuiop qwertyui asdfghjkl asdfgh zxcvbnm admin administrator root welcome
	letmein iloveyou monkey dragon sunshine princess football baseball master superman batman trustno changeme secret
	default login guest test testing user abc abcd abcdef abcdefg abcdefgh woaini wodemima mima mimamima bank zhongguo
	jianghai jinjie jinjiedemo customermanager kehujingli`.split(/\s+/)
);

const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/**
 * Why a password may not be used, or null: at least 10 characters, not built on the person's own number, name or
 * e-mail, not on a word that everybody tries first.
 */
export function weakness(
	password: string,
	person: { employeeNo: string; name: string; email: string | null }
): ErrorCode | null {
	const text = plain(password);
	if ([...text].length < MIN_PASSWORD_LENGTH) return 'people.password.short';
	const own = [person.employeeNo, person.name, person.email?.split('@')[0] ?? ''].map(plain);
	if (own.some((word) => [...word].length >= 2 && text.includes(word))) return 'people.password.personal';
	const letters = text.replace(/[^\p{L}]/gu, '');
	if (!letters || COMMON.has(letters) || new Set(text).size < 5) return 'people.password.common';
	return null;
}
