import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig(({ isSsrBuild }) => ({
	plugins: [tailwindcss(), sveltekit()],
	// Bundled beforehand its icons would draw themselves in their own way, unlike those of the server (lucide.js).
	optimizeDeps: { exclude: ['@lucide/svelte'] },
	// What many pages share comes in few files: each is a request of the browser and a line of every answer's head.
	build: isSsrBuild
		? {}
		: { rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 20 }] } } } },
	// Native and worker-loading packages must be loaded from node_modules, not bundled.
	ssr: { external: ['@electric-sql/pglite', '@node-rs/argon2', 'pdfkit', 'fontkit', 'pg-boss', 'pino'] },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['tests/unit/**/*.test.ts'],
					environment: 'node',
					// Pure code keeps no state: every file may use the modules that another has loaded.
					pool: 'threads',
					isolate: false,
					testTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'integration',
					include: ['tests/integration/**/*.test.ts'],
					environment: 'node',
					globalSetup: ['tests/support/global-setup.ts'],
					env: { LOG_LEVEL: 'silent' },
					// Limits for what hangs, not measures of speed: a loaded machine may be slow.
					testTimeout: 180_000,
					hookTimeout: 300_000,
					maxWorkers: 2
				}
			}
		]
	}
}));
