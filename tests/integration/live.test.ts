import { expect, it } from 'vitest';
import { publish, startLive, subscribe } from '$lib/server/live';
import type { Database } from '$lib/server/db/database';
import { onEveryDatabase } from '../support/database';

const until = async (holds: () => boolean) => {
	for (let i = 0; i < 100 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 20));
};

onEveryDatabase('live', (world) => {
	it('tells listeners of a topic after the commit, and nobody of what was rolled back', async () => {
		await startLive(world.handle);
		let heard = 0;
		let others = 0;
		const stop = subscribe(`topic:${world.kind}`, () => heard++);
		const stopOther = subscribe('topic:other', () => others++);
		const topic = `topic:${world.kind}`;
		await world.db
			.transaction(async (tx) => {
				await publish(tx as unknown as Database, topic);
				throw new Error('undo');
			})
			.catch(() => {});
		await world.db.transaction(async (tx) => {
			await publish(tx as unknown as Database, topic);
			expect(heard).toBe(0);
		});
		await until(() => heard > 0);
		expect([heard, others]).toEqual([1, 0]);

		stop();
		await world.db.transaction((tx) => publish(tx as unknown as Database, topic));
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(heard).toBe(1);
		stopOther();
	});
});
