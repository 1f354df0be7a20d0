import { env } from '../env';
import type { DatabaseHandle } from './database';

/** Opens the database that the environment names. Throws when it cannot be reached or is in use. */
export async function openDatabase(
	options: { url?: string; dataDir?: string; poolSize?: number } = {}
): Promise<DatabaseHandle> {
	const url = options.url ?? env.databaseUrl;
	if (url) {
		const { openServer } = await import('./server');
		return openServer(url, options.poolSize ?? env.poolSize);
	}
	const { openEmbedded } = await import('./embedded');
	return openEmbedded(options.dataDir ?? env.dataDir);
}
