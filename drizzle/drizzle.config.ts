import { defineConfig } from 'drizzle-kit';

export default defineConfig({
	dialect: 'postgresql',
	schema: './src/lib/features/*/tables.server.ts',
	out: './drizzle/migrations'
});
