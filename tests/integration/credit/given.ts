import { newId } from '$lib/shared/ids';
import { recordCredit, type EarnedCredit } from '$lib/features/credit/index.server';
import { withTransaction } from '$lib/server/db/transaction';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

export const on = (day: string) => new Date(`${day}T02:00:00Z`);

/** The smallest picture that is one: evidence of anything. */
export const PICTURE = new Uint8Array(
	Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		'base64'
	)
);
export const proof = { name: '证书.png', bytes: PICTURE };

/** Two days of classroom outside, ten hours. */
export const claim = {
	...{
		title: '信贷风险识别',
		provider: '银行业协会',
		area: 'products' as const,
		method: 'classroom' as const
	},
	...{ startedOn: '2026-03-02', endedOn: '2026-03-03', minutes: 600, note: null, files: [proof] }
};

/** An entry of the ledger, as a class leaves one. */
export async function givenCredit(
	world: World,
	person: GivenPerson,
	earned: Partial<EarnedCredit> = {},
	at = on('2026-03-05')
): Promise<string> {
	const ctx = world.ctx(undefined, at);
	const id = newId(at);
	await withTransaction(ctx, (tx) =>
		recordCredit(tx, ctx, {
			...{ personId: person.id, source: { type: 'completion', id }, title: { 'zh-CN': '合规课', en: 'Law' } },
			...{ area: 'law', method: 'classroom', minutes: 120, earnedOn: '2026-03-04' },
			...earned
		})
	);
	return id;
}
