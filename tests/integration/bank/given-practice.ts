import { eq } from 'drizzle-orm';
import { storeItems } from '$lib/features/bank/store.server';
import { items, practiceItems, practiceSets } from '$lib/features/bank/tables.server';
import { storeFile } from '$lib/features/files/index.server';
import { newId } from '$lib/shared/ids';
import { plainJpeg } from '../../support/photos';
import type { World } from '../../support/database';
import type { GivenPerson } from '../../support/world';

const words = (text: string) => ({ 'zh-CN': text, en: text });

/** A ready practice item of economics that shows a picture, and another one once it is answered; both by name. */
export async function givenPictured(world: World, code: string, now: Date) {
	const ctx = world.ctx(undefined, now);
	const id = newId(now);
	return world.db.transaction(async (tx) => {
		const store = () =>
			storeFile(tx as never, ctx, { name: 'a.jpg', bytes: plainJpeg(), kinds: ['picture'] });
		const [shown, solution] = [await store(), await store()];
		const pictures = { 'a.jpg': shown.id, 'b.jpg': solution.id };
		const [versionId] = await storeItems(
			tx as never,
			now,
			[
				{
					...{ id, code, version: 1, revision: 1, createdAt: now, case: null, pictures, setterId: null },
					question: {
						type: 'trueFalse',
						correct: true,
						stem: words('See ![chart](a.jpg)'),
						explanation: words('Because ![chart](b.jpg)')
					},
					about: {
						...{ area: 'economics', level: 'apply', difficulty: 250, seconds: 30, use: 'practice' },
						...{ competency: null, module: null, source: null, tags: [], reviewAgainOn: null }
					}
				}
			],
			null
		);
		await tx.update(items).set({ status: 'ready' }).where(eq(items.id, id));
		return { id, versionId: versionId!, shownId: shown.id, solutionId: solution.id };
	});
}

/** A set of somebody's: its first question answered, not right; its second open. */
export async function givenPracticeSet(
	world: World,
	person: GivenPerson,
	versionId: string,
	now: Date
): Promise<string> {
	const setId = newId(now);
	await world.db.insert(practiceSets).values({ id: setId, personId: person.id, startedAt: now });
	const question = { setId, itemVersionId: versionId, optionOrder: [] };
	await world.db.insert(practiceItems).values([
		{ ...question, position: 1, isAnswered: true, share: 0, given: false, answeredAt: now },
		{ ...question, position: 2 }
	]);
	return setId;
}
