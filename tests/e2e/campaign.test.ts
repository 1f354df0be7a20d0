import * as campaign from './story/campaign';
import { goes, stays } from './story/campaign';
import * as committee from './story/committee';
import * as notice from './story/notice';
import { desk, phone, test } from './story/on-stage';
import * as standard from './story/standard';

test.use({ viewport: desk });

const doubts = {
	words: '其所报跟班记录中有一次与本人同日外出，请核实。',
	reply: '已调阅跟班记录与会签，日期无误，条件仍满足。'
};
const proof = {
	words: '其主办的一笔授信正在核查，建议查清之前不晋级。',
	reply: '情况属实，退回考评委员会重新审议。'
};

test('a campaign from a draft of the standard to the day it takes effect', async ({ stage, page }) => {
	test.setTimeout(900_000);
	let cases = { going: '', staying: '' };

	await test.step('HR drafts a standard and sees whom it would move', async () => {
		await stage.signIn('JH0007');
		await standard.draft(stage, goes.name);
		await stage.signOut();
	});

	await test.step('the administrator names a member of the committee head of an outlet', async () => {
		await stage.signIn('JH0001');
		await committee.nameHead(stage);
		await stage.signOut();
	});

	await test.step('HR opens a campaign and proposes two people for senior', async () => {
		await stage.signIn('JH0007');
		await campaign.open(stage);
		cases = await campaign.propose(stage);
		await stage.signOut();
	});

	await test.step('the candidate’s head takes no part in the vote', async () => {
		await stage.signIn(committee.recused.employeeNo);
		await committee.beRecused(stage, cases.going);
		await stage.signOut();
	});

	await test.step('three members vote, one of them on a phone, and the notices begin', async () => {
		for (const [before, voter] of committee.voters.entries()) {
			if (before === 1) await page.setViewportSize(phone);
			await stage.signIn(voter);
			await committee.vote(stage, cases.going, before);
			await committee.vote(stage, cases.staying, before);
			await stage.signOut();
			await page.setViewportSize(desk);
		}
	});

	await test.step('a colleague objects to both', async () => {
		await stage.signIn('JH0183');
		await notice.object(stage, goes.name, doubts.words);
		await notice.object(stage, stays.name, proof.words);
		await stage.signOut();
	});

	let minutes = 0;
	await test.step('the approver finds one objection right and the other not', async () => {
		await stage.signIn('JH0003');
		await notice.answer(stage, cases.going, { ...doubts, upheld: false });
		await notice.answer(stage, cases.staying, { ...proof, upheld: true });
		minutes = await campaign.minutesToEffect(stage, cases.going);
		await stage.signOut();
	});

	await test.step('the colleague reads the answers', async () => {
		await stage.signIn('JH0183');
		await notice.readAnswers(stage, {
			upheld: { name: stays.name, reply: proof.reply },
			refused: { name: goes.name, reply: doubts.reply }
		});
		await stage.signOut();
	});

	await test.step('after the notice one has become senior by itself, the other waits', async () => {
		await stage.powerCut({ minutes });
		await stage.signIn('JH0007');
		await campaign.seeOutcome(stage, cases);
		await stage.signOut();
	});
});
