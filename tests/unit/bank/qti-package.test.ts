import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQtiPackage } from '$lib/features/bank/formats/qti/package';
import { writeQtiPackage } from '$lib/features/bank/formats/qti/write-package';
import { exported, question } from './questions';

const bytes = (text: string) => new TextEncoder().encode(text);
const packed = (files: Record<string, string>) =>
	new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)]));
const read = (files: Record<string, string>) => parseQtiPackage(packed(files), { locale: 'en' });

const choice = (title: string, src = '') => `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i" title="${title}">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>B</value></correctResponse></responseDeclaration>
<itemBody>${src && `<p><img src="${src}" alt="seal"/></p>`}<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1">
<prompt>Who signs?</prompt><simpleChoice identifier="A">Nobody</simpleChoice>
<simpleChoice identifier="B">The customer</simpleChoice></choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/></assessmentItem>`;

const manifest = (...hrefs: string[]) =>
	`<manifest><resources>${hrefs.map((href) => `<resource type="imsqti_item_xmlv2p2" href="${href}"/>`).join('')}</resources></manifest>`;

describe('packages of QTI', () => {
	it.each(['2.1', '3.0'] as const)(
		'come back with order, categories and pictures (%s)',
		(version) => {
			fc.assert(
				fc.property(fc.array(exported(question), { minLength: 1, maxLength: 5 }), (questions) => {
					const seal = bytes('picture');
					const files = writeQtiPackage(questions, new Map([['seal a.png', seal]]), {
						locale: 'zh-CN',
						version,
						title: '题库'
					});
					const unpacked = new Map(
						[...files].map(([path, content]) => [
							path,
							typeof content === 'string' ? bytes(content) : content
						])
					);
					const parsed = parseQtiPackage(unpacked, { locale: 'en' });
					expect(parsed.problems).toEqual([]);
					expect(
						parsed.questions.map(({ name, category, question: own, problems }) => ({
							name,
							category,
							own,
							problems
						}))
					).toEqual(
						questions.map(({ name, category, question: own }) => ({ name, category, own, problems: [] }))
					);
					const isShown = JSON.stringify(questions).includes('seal%20a.png');
					expect([...parsed.pictures]).toEqual(isShown ? [['seal a.png', seal]] : []);
				}),
				{ numRuns: 25 }
			);
		},
		60_000
	);

	it('follows the sections of a test, also those in files of their own', () => {
		const parsed = read({
			'imsmanifest.xml': manifest('q/one.xml', 'q/two.xml', 'q/three.xml', 'test.xml', 'more/part.xml'),
			'q/one.xml': choice('one'),
			'q/two.xml': choice('two'),
			'q/three.xml': choice('three'),
			'q/stray.xml': choice('not named by the manifest'),
			'test.xml': `<assessmentTest><testPart>
				<assessmentSection title="Law"><assessmentItemRef href="q/two.xml"/></assessmentSection>
				<assessmentSectionRef href="more/part.xml"/></testPart></assessmentTest>`,
			'more/part.xml':
				'<assessmentSection title="Credit"><assessmentItemRef href="../q/one.xml"/></assessmentSection>'
		});
		expect(parsed.questions.map(({ name, category }) => [name, category])).toEqual([
			['two', ['Law']],
			['one', ['Credit']],
			['three', []]
		]);
	});

	it('brings the pictures of two folders under names of their own, and none from outside', () => {
		const parsed = read({
			'a/item.xml': choice('first', 'img/seal.png'),
			'a/img/seal.png': 'one',
			'b/item.xml': choice('second', '../b/seal.png'),
			'b/seal.png': 'two',
			'c/item.xml': choice('third', '../../etc/seal.png')
		});
		expect([...parsed.pictures.keys()]).toEqual(['seal.png', 'seal-2.png']);
		expect(parsed.questions.map(({ pictures }) => pictures)).toEqual([['seal.png'], ['seal-2.png'], []]);
		expect(parsed.questions.map(({ file }) => file)).toEqual(['a/item.xml', 'b/item.xml', 'c/item.xml']);
		expect(read({ 'item.xml': choice('alone') }).questions[0]).not.toHaveProperty('file');
		expect(parsed.questions[1]!.question!.stem.en).toBe('![seal](seal-2.png)\n\nWho signs?');
		expect(parsed.questions[2]!.problems).toEqual([
			{ code: 'noPicture', line: 2, what: '../../etc/seal.png', minor: true }
		]);
	});

	it('names what is missing, broken or written in an unknown way, and reads the rest', () => {
		const parsed = read({
			'imsmanifest.xml': manifest('good.xml', 'gone.xml', 'broken.xml', 'dtd.xml'),
			'good.xml': choice('good'),
			'broken.xml': '<assessmentItem>\n<itemBody>\n</assessmentItem>',
			'dtd.xml': '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<x>&a;</x>'
		});
		expect(parsed.questions.map(({ name }) => name)).toEqual(['good']);
		expect(parsed.problems.map(({ code, line, what }) => [code, line, what?.split(':')[0]])).toEqual([
			['empty', 1, 'gone.xml'],
			['syntax', 3, 'broken.xml'],
			['unsupported', 2, 'dtd.xml']
		]);
		expect(read({}).problems).toEqual([{ code: 'empty', line: 1 }]);
	});

	it('never throws, whatever the bytes are', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(2000), (noise, at) => {
				const item = bytes(choice('x'));
				item.set(noise.subarray(0, Math.max(0, item.length - at)), Math.min(at, item.length));
				const files = new Map([
					['a.xml', item],
					['b.xml', noise],
					['imsmanifest.xml', noise]
				]);
				expect(parseQtiPackage(files, { locale: 'en' }).questions.length).toBeLessThan(3);
			})
		);
	});
});
