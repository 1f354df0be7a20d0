import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { defineConfig } from 'vitest/config';

/** Scripts of the exam room's page, one for each language, which need nothing of the framework's client. */
const enter = ['zh-CN', 'en'].map((locale) => ({
	fileName: `_app/room.${locale}.js`,
	id: resolve(`src/lib/features/exams/components/room/enter.${locale}.ts`)
}));
/** The modules that those load; found anew in each build. */
let ofRoom: Set<string> | undefined;
const room: Plugin = {
	name: 'jinjie-room',
	apply: 'build',
	buildStart() {
		ofRoom = undefined;
		if (this.environment.config.consumer === 'server') return;
		for (const one of enter) this.emitFile({ type: 'chunk', ...one });
	}
};
const base: Rolldown.CodeSplittingNameFunction = (id, graph) => {
	if (!ofRoom) {
		ofRoom = new Set(enter.map((one) => one.id));
		// A set that grows while it is walked is walked to its end.
		for (const one of ofRoom)
			for (const next of graph.getModuleInfo(one)?.importedIds ?? []) ofRoom.add(next);
	}
	return ofRoom.has(id) ? 'base' : null;
};

export default defineConfig(({ isSsrBuild }) => ({
	plugins: [tailwindcss(), sveltekit(), room],
	// Bundled beforehand its icons would draw themselves in their own way, unlike those of the server (lucide.js).
	optimizeDeps: { exclude: ['@lucide/svelte'] },
	// What many pages share comes in two files: each is a request of the browser and a line of every answer's head. The
	// exam room loads only the first.
	build: isSsrBuild
		? {}
		: {
				rolldownOptions: {
					output: {
						codeSplitting: {
							groups: [
								{ name: base, minShareCount: 20, priority: 1 },
								{ name: 'shared', minShareCount: 20 }
							]
						}
					}
				}
			},
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
					maxWorkers: 2,
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
					// Loading the application takes longer than most files' tests: those of a worker share it. What it keeps in
					// memory must be right for many databases anyway, of which every file has two.
					isolate: false,
					env: { LOG_LEVEL: 'silent', JINJIE_KEY_SECRET: 'what the keys of tests are sealed under' },
					// Limits for what hangs, not measures of speed: a loaded machine may be slow.
					testTimeout: 180_000,
					hookTimeout: 300_000,
					maxWorkers: 2
				}
			}
		]
	}
}));
