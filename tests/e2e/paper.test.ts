import { test } from '../support/site';
import * as paper from './story/paper';

test.use({ viewport: { width: 1440, height: 900 } });

test('a paper from its blueprint to the printer, sealed on the way', async ({ page, signInAs }) => {
	let address = '';
	await test.step('an author writes the blueprint, makes two forms and swaps an item', async () => {
		await signInAs('JH0021');
		await paper.writeBlueprint(page);
		await paper.assemble(page);
		await paper.swap(page);
		address = await paper.submit(page);
	});
	await test.step('another person approves it, and a third one seals it', async () => {
		await signInAs('JH0022');
		await paper.approve(page, address);
		await signInAs('JH0007');
		await paper.seal(page, address, 'JH0003');
	});
	await test.step('its author sees it no more; its opener reads and prints it', async () => {
		await signInAs('JH0021');
		await paper.seeNothing(page, address);
		await signInAs('JH0003');
		await paper.open(page, address);
	});
	await test.step('the auditor sees who opened it and what it covers', async () => {
		await signInAs('JH0011');
		await paper.audit(page, address);
	});
});
