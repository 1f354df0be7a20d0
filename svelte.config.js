import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import { lucide } from './src/lib/ui/icon/lucide.js';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: [lucide, vitePreprocess()],
	kit: {
		adapter: adapter({ out: 'build' }),
		// Only pages of mentoring ask for it, see `keepReady`.
		serviceWorker: { register: false },
		// Scripts run only with this response's nonce. Inline style attributes stay allowed: server-rendered
		// progress bars and rings carry their figure in one.
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self', 'unsafe-inline'],
				'img-src': ['self', 'data:'],
				'font-src': ['self'],
				'worker-src': ['self'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['self'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		}
	}
};
