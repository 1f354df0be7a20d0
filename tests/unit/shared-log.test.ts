import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, it } from 'vitest';
import { log } from '$lib/server/log';

describe('log', () => {
	it('keeps the statement of a failed query and drops its parameters', () => {
		const { err } = (log as unknown as Record<symbol, { err: (error: Error) => unknown }>)[
			Object.getOwnPropertySymbols(log).find((symbol) => symbol.description === 'pino.serializers')!
		]!;
		const failed = new DrizzleQueryError(
			'update accounts set password_hash = $1',
			['first\nsecret-hash'],
			new Error('gone')
		);
		const line = JSON.stringify(err(failed));
		expect(line).toContain('update accounts');
		expect(line).toContain('gone');
		expect(line).not.toContain('secret-hash');
	});
});
