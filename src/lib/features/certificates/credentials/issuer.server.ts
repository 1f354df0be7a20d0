import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '$lib/server/env';
import { log } from '$lib/server/log';
import { didOf, type Did } from './did';
import { SHORTEST_SECRET } from './secret';

/** Who signs: the site at its public address, with keys sealed under its secret. */
export interface Issuer {
	/** `https://…`, without a slash at its end. */
	origin: string;
	did: Did;
	secret: string;
}

/** What an installation lacks to sign: its public address, or a secret of enough characters. */
export type Lacking = 'origin' | 'secret' | 'short_secret';

type Settings = Pick<typeof env, 'origin' | 'demo' | 'port' | 'keySecret' | 'dataDir'>;

/**
 * The site's public address, as signatures name it: never what some browser happened to ask for. Null where a real
 * installation is not told its own. The demo is at home on its machine.
 */
export const publicOrigin = ({ origin, demo, port }: Settings = env): string | null =>
	origin || (demo ? `http://localhost:${port}` : null);

/** The issuer, or what is lacking: then certificates are issued all the same, and credentials are not signed. */
export function issuerOf(settings: Settings = env): Issuer | { lacking: Lacking } {
	const origin = publicOrigin(settings);
	if (!origin) return { lacking: 'origin' };
	const secret = settings.keySecret || (settings.demo ? demoSecret(settings.dataDir) : '');
	if (!secret) return { lacking: 'secret' };
	if (secret.length < SHORTEST_SECRET) return { lacking: 'short_secret' };
	return { origin, did: didOf(origin), secret };
}

/** Made once, and kept beside the demo's database. */
function demoSecret(dataDir: string): string {
	const path = join(dataDir, 'key-secret');
	mkdirSync(dataDir, { recursive: true });
	try {
		writeFileSync(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	return readFileSync(path, 'utf8').trim();
}

const needed: Record<Lacking, string> = {
	origin: 'ORIGIN is not set',
	secret: 'JINJIE_KEY_SECRET is not set',
	short_secret: `JINJIE_KEY_SECRET has fewer than ${SHORTEST_SECRET} characters`
};
const said = new Set<Lacking>();

/** The issuer; null where something is lacking, which the log says once. */
export function findIssuer(settings?: Settings): Issuer | null {
	const found = issuerOf(settings);
	if (!('lacking' in found)) return found;
	const { lacking } = found;
	if (!said.has(lacking)) log.error(`No credentials are signed for certificates: ${needed[lacking]}.`);
	said.add(lacking);
	return null;
}
