// `npm run dev`: the development server with the demo, on .data/ like `npm start`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { install, root } from './start.js';

install();
spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'dev', ...process.argv.slice(2)], {
	cwd: root,
	stdio: 'inherit'
}).on('exit', (code) => process.exit(code ?? 1));
