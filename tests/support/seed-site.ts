import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from './serve';

/** Once per run: seeds the demo into a data folder that each worker's server starts from a copy of. */
export default async function seedSite(): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'jinjie-site-'));
	const clear = () => rm(folder, { recursive: true, force: true });
	try {
		const site = await serve({ DATA_DIR: folder, JINJIE_DEMO: 'on' });
		await site.stop();
	} catch (error) {
		await clear();
		throw error;
	}
	process.env['JINJIE_SEEDED'] = folder;
	return clear;
}
