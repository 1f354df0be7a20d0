import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

export default ts.config(
	{
		ignores: [
			'node_modules/',
			'.svelte-kit/',
			'build/',
			'.data/',
			'.cache/',
			'drizzle/migrations/',
			'static/'
		]
	},
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{
		rules: {
			'no-undef': 'off', // TypeScript looks
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
			'svelte/no-navigation-without-resolve': 'off', // the site is always served from the root
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			'no-console': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'] } },
		// Sanitised HTML is written with {@html}; the one place that does it carries its reason.
		rules: {
			'prefer-const': 'off',
			// Sets that live within one call are not state.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	{ files: ['src/cli/**', 'tests/**', 'drizzle/seed/**'], rules: { 'no-console': 'off' } }
);
