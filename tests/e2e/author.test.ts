import * as author from './story/author';
import { test } from '../support/site';

test.use({ viewport: { width: 1440, height: 900 } });

test('an author’s module from the first draft to its completion by a learner', async ({ page, signInAs }) => {
	await test.step('an author writes it: picture, video with captions, a question in the text', async () => {
		await signInAs('JH0021');
		await author.begin(page);
		await author.addFiles(page);
		await author.writeLesson(page);
		await author.submit(page);
	});
	await test.step('the training officer reviews and publishes it', async () => {
		await signInAs('JH0019');
		await author.acceptAndPublish(page);
	});
	await test.step('a trainee completes it on a phone', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		await signInAs('JH0042');
		await author.complete(page);
	});
});
