import { openDatabase } from '$lib/server/db/open';
import { seedDemo } from '../../drizzle/seed/demo/index';
const h = await openDatabase({ url: process.env['TRY_URL'] ?? '', dataDir: process.env['TRY_DIR'] ?? '/tmp/scratch/data-seed' });
await h.migrate();
const t=Date.now();
try { await seedDemo(h, { log: console.log }); } catch (e) { console.error(e); }
console.log('total', Date.now()-t, process.cpuUsage());
await h.close(); process.exit(0);
