import { hash, verify } from '@node-rs/argon2';

/** Argon2id with OWASP's first recommended setting: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), OPTIONS);

let decoy: Promise<string> | undefined;

/**
 * Whether a password belongs to a hash. Without a hash (nobody of that name) it does the same work and says no,
 * so that the time of the answer tells nothing.
 */
export async function checkPassword(stored: string | undefined, password: string): Promise<boolean> {
	const against = stored ?? (await (decoy ??= hashPassword('no such person')));
	const matches = await verify(against, password.normalize('NFKC'), OPTIONS);
	return matches && stored !== undefined;
}
