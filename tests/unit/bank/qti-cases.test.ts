import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQtiPackage } from '$lib/features/bank/formats/qti/package';
import { writeQtiPackage } from '$lib/features/bank/formats/qti/write-package';
import type { Question } from '$lib/features/bank/question';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (files: Record<string, string>) =>
	parseQtiPackage(new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])), {
		locale: 'en'
	});

const item = (title: string, ...refs: string[]) => `<assessmentItem identifier="i" title="${title}">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>B</value></correctResponse></responseDeclaration>
${refs.join('\n')}
<itemBody><choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Who signs?</prompt>
<simpleChoice identifier="A">Nobody</simpleChoice><simpleChoice identifier="B">The customer</simpleChoice>
</choiceInteraction></itemBody>
<responseProcessing template="http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct"/></assessmentItem>`;
const ref = (href: string) => `<assessmentStimulusRef identifier="s" href="${href}"/>`;
const stimulus = (identifier: string, body: string, title = 'A loan') =>
	`<assessmentStimulus identifier="${identifier}" title="${title}">\n<stimulusBody>${body}</stimulusBody></assessmentStimulus>`;
const three = (xml: string) =>
	xml
		.replace(
			/(<\/?)(?!p>|img)([a-z]\w*)/gi,
			(_all, start: string, name: string) => `${start}qti-${kebab(name)}`
		)
		.replace(/ (\w+)(?==")/g, (_all, name: string) => ` ${kebab(name)}`);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const seen = (files: Record<string, string>) =>
	read(files).questions.map(({ name, case: group, question, problems }) => ({
		...{ name, group, isIn: question !== null },
		problems: problems.map(({ code, line, what, minor }) => [code, line, what, ...(minor ? ['minor'] : [])])
	}));

describe('cases in packages of QTI', () => {
	it.each(['2.2', '3.0'])('come with the items that refer to them (%s)', (version) => {
		const as = version === '3.0' ? three : (xml: string) => xml;
		const parsed = read({
			'imsmanifest.xml': `<manifest><resources><resource href="items/a.xml"/><resource href="items/b.xml"/>
				<resource href="items/c.xml"/></resources></manifest>`,
			'items/a.xml': as(item('a', ref('../stimuli/one.xml'))),
			'items/b.xml': as(item('b', ref('../stimuli/one.xml'), ref('../stimuli/./one.xml#top'))),
			'items/c.xml': as(item('c')),
			'stimuli/one.xml': as(stimulus('loan-1', '<p>Who <img src="img/seal.png" alt="seals"/>?</p>')),
			'stimuli/img/seal.png': 'picture'
		});
		expect(parsed.problems).toEqual([]);
		expect(parsed.questions.map((one) => [one.name, one.case, one.problems, one.question !== null])).toEqual([
			['a', 'loan-1', [], true],
			['b', 'loan-1', [], true],
			['c', undefined, [], true]
		]);
		expect(parsed.cases).toEqual([
			{ code: 'loan-1', title: { en: 'A loan' }, material: { en: 'Who ![seals](seal.png)?' } }
		]);
		expect([...parsed.pictures.keys()]).toEqual(['seal.png']);
	});

	it('never hold half a character', () => {
		const parsed = read({
			'a.xml': item('a', ref('s.xml')),
			's.xml': stimulus('s', '<p>&#xD800; &#55357;&#56832;</p>', '&#xDC00;')
		});
		expect(parsed.cases).toEqual([
			{ code: 's', title: { en: '\uFFFD' }, material: { en: '\uFFFD \u{1F600}' } }
		]);
	});

	it('never throw, whatever a stimulus holds', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(300), (noise, at) => {
				const bad = bytes(stimulus('s', '<p>Who?</p>'));
				bad.set(noise.subarray(0, Math.max(0, bad.length - at)), Math.min(at, bad.length));
				const files = new Map([
					['a.xml', bytes(item('a', ref('s.xml')))],
					['s.xml', bad]
				]);
				const [only] = parseQtiPackage(files, { locale: 'en' }).questions;
				expect(Boolean(only!.question)).toBe(only!.case !== undefined);
			})
		);
	});

	it('keep items out whose material is missing, outside or none', () => {
		expect(
			seen({
				'a.xml': item('gone', ref('gone.xml')),
				'b.xml': item('outside', ref('../../etc/one.xml')),
				'c.xml': item('itself', ref('c.xml')),
				'd.xml': item('nothing', '<assessmentStimulusRef identifier="s"/>'),
				'e.xml': item('empty', ref('none.xml')),
				'f.xml': item('long', ref('long.xml')),
				'none.xml': stimulus('s', ' '),
				'long.xml': stimulus('t', `<div data-markdown="${'x'.repeat(100_001)}"/>`)
			})
		).toEqual([
			{ name: 'gone', group: undefined, isIn: false, problems: [['noMaterial', 4, 'gone.xml']] },
			{ name: 'outside', group: undefined, isIn: false, problems: [['noMaterial', 4, '../../etc/one.xml']] },
			{
				name: 'itself',
				group: undefined,
				isIn: false,
				problems: [['noMaterial', 4, 'c.xml: assessmentItem']]
			},
			{ name: 'nothing', group: undefined, isIn: false, problems: [['noMaterial', 4, 's']] },
			{ name: 'empty', group: undefined, isIn: false, problems: [['noMaterial', 4, 'none.xml']] },
			{ name: 'long', group: undefined, isIn: false, problems: [['tooLong', 4, 'long.xml: 100001']] }
		]);
	});

	it('say at the item what is wrong with its material, and what of it did not come', () => {
		const files = {
			'a.xml': item('film', ref('film.xml')),
			'b.xml': item('broken', ref('broken.xml')),
			'c.xml': item('two', ref('one.xml'), ref('other.xml')),
			'd.xml': item('lost', ref('one.xml')),
			'film.xml': stimulus('film', '<p>See<video src="a.mp4"/></p>'),
			'broken.xml': '<assessmentStimulus><stimulusBody></assessmentStimulus>',
			'one.xml': stimulus('one', '<p>Seal: <img src="../../seal.png" alt="a seal"/></p>'),
			'other.xml': stimulus('other', '<p>Other</p>')
		};
		const [film, broken, two, lost] = seen(files);
		expect(film!.problems).toEqual([['unsupported', 4, 'film.xml: video']]);
		expect(broken!.problems).toMatchObject([['syntax', 4, expect.stringMatching(/^broken\.xml: /)]]);
		expect(two!.problems).toEqual([['unsupported', 5, '2 × assessmentStimulusRef']]);
		expect(lost).toEqual({
			...{ name: 'lost', group: 'one', isIn: true },
			problems: [['noPicture', 4, '../../seal.png', 'minor']]
		});
		expect(read(files).cases).toEqual([
			{ code: 'one', title: { en: 'A loan' }, material: { en: 'Seal: a seal' } }
		]);
	});

	it('keep materials apart that have one identifier, and join those that are the same', () => {
		const parsed = read({
			'a/item.xml': item('a', ref('s.xml')),
			'a/s.xml': stimulus('s', '<p>One</p>'),
			'b/item.xml': item('b', ref('s.xml')),
			'b/s.xml': stimulus('s', '<p>Two</p>'),
			'c/item.xml': item('c', ref('s.xml')),
			'c/s.xml': stimulus('s', '<p>One</p>'),
			'd/item.xml': item('d', ref('unnamed.xml')),
			'd/unnamed.xml': '<assessmentStimulus><stimulusBody><p>Three</p></stimulusBody></assessmentStimulus>'
		});
		expect(parsed.questions.map((one) => one.case)).toEqual(['s', 's-2', 's', 'unnamed']);
		expect(parsed.cases?.map(({ code, material }) => [code, material.en])).toEqual([
			['s', 'One'],
			['s-2', 'Two'],
			['unnamed', 'Three']
		]);
	});

	it('are written once in QTI 3, with what depends on them, and with every item in 2.1', () => {
		const question: Question = { type: 'trueFalse', stem: { en: 'Is it?' }, correct: true };
		const group = { code: 'loan-1', title: { en: 'A <loan>' }, material: { en: 'See ![seal](a.png)' } };
		const all = ['a', 'b'].map((name) => ({ name, category: [], tags: [], question, case: group }));
		const write = (version: '2.1' | '3.0') =>
			writeQtiPackage(all, new Map([['a.png', bytes('picture')]]), { locale: 'en', version, title: 'T' });
		const shared = write('3.0');
		expect([...shared.keys()].sort()).toEqual([
			...[
				'imsmanifest.xml',
				'items/a.png',
				'items/case-1.xml',
				'items/item-1.xml',
				'items/item-2.xml',
				'test.xml'
			]
		]);
		expect(shared.get('items/case-1.xml')).toContain(
			'<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" xml:lang="en" identifier="loan-1" title="A &lt;loan&gt;">'
		);
		expect(shared.get('items/item-2.xml')).toContain(
			'<qti-assessment-stimulus-ref identifier="case-1" href="case-1.xml"/><qti-item-body>'
		);
		const manifest = shared.get('imsmanifest.xml');
		expect(manifest).toContain('<file href="items/item-2.xml"/><dependency identifierref="r-case-1"/>');
		expect(manifest).toContain(
			'<resource identifier="r-case-1" type="imsqti_stimulus_xmlv3p0" href="items/case-1.xml"><file href="items/case-1.xml"/><file href="items/a.png"/></resource>'
		);
		const alone = write('2.1');
		expect([...alone.keys()]).not.toContain('items/case-1.xml');
		expect(alone.get('items/item-2.xml')).toContain('<p><strong>A &lt;loan&gt;</strong></p>');
		expect(alone.get('imsmanifest.xml')).toContain(
			'<file href="items/item-2.xml"/><file href="items/a.png"/>'
		);
	});
});
