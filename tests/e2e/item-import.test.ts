import { expect, test } from '../support/site';
import { zipOf } from '../../src/lib/server/zip-write';

test.use({ viewport: { width: 1440, height: 900 } });

const GIFT = `$CATEGORY: 题库/职业道德

::ethics-901::端午节客户送来一箱海鲜，客户经理应当怎样做？{=登记并上报 ~留下一半 ~分给同事}

::没写完::这道题缺少括号 {=甲 ~乙

::匹配::把单据与用途对应{=汇票 -> 结算 =存单 -> 储蓄 =保函 -> 担保}
`;
const item = `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="law-901" title="law-901" adaptive="false" timeDependent="false">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<itemBody><p>抵押登记由谁办理？</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1" shuffle="false"><simpleChoice identifier="A">登记机构</simpleChoice><simpleChoice identifier="B">邻居</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/></assessmentItem>`;

test('an author brings files of questions: problems at their lines, what fits as drafts, nonsense refused', async ({
	page,
	signInAs
}) => {
	await signInAs('JH0021');
	const bring = async (name: string, buffer: Buffer) => {
		await page.goto('/staff/items/import');
		await page.getByLabel('题目文件').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
		await page.getByRole('button', { name: '上传并核对' }).click();
		await page.waitForURL(/\/import\/[0-9a-f-]{36}/);
	};
	const confirm = async () => {
		await page.getByRole('button', { name: '确认入库' }).first().click();
		await page.getByRole('dialog').getByRole('button', { name: '确认入库' }).click();
	};
	await test.step('a file with one bad question', async () => {
		await bring('a.gift', Buffer.from(GIFT));
		await expect(page.getByText('将入库 2 题')).toBeVisible({ timeout: 60_000 });
		const bad = page.getByRole('listitem').filter({ hasText: '没写完' }).last();
		await expect(bad.getByText('第 5 行')).toBeVisible();
		await expect(bad.getByText('格式有误，读不懂')).toBeVisible();
		await confirm();
		await expect(page.getByText('已入库 2 道新题')).toBeVisible();
		await expect(page.getByText('1 题没有入库')).toBeVisible();
	});
	await test.step('a package', async () => {
		await bring('b.zip', Buffer.from(zipOf(new Map([['item.xml', item]]))));
		await expect(page.getByText('将入库 1 题')).toBeVisible({ timeout: 60_000 });
		await confirm();
		await page.getByRole('link', { name: '查看草稿' }).click();
		await page.goto('/staff/items?q=law-901&status=draft');
		await expect(page.getByText('抵押登记由谁办理？').first()).toBeVisible();
	});
	await test.step('what is no file of questions', async () => {
		await bring('c.txt', Buffer.from('这不是题目'));
		await expect(page.getByText('认不出这是哪种题目文件')).toBeVisible({ timeout: 60_000 });
		await bring('d.zip', Buffer.from('PK\u0003\u0004 nothing'));
		await expect(page.getByText('压缩包已损坏')).toBeVisible({ timeout: 60_000 });
	});
});
