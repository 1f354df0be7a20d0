import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, half, inverse, add, subtract, readDecimal } from '$lib/features/bank/decimal';
import { parseMoodleXml } from '$lib/features/bank/formats/moodle-xml/read';
import { writeMoodleXml } from '$lib/features/bank/formats/moodle-xml/write';
import type { Question } from '$lib/features/bank/question';
import { exported, question, words } from './questions';

const PNG = 'iVBORw0KGgo=';
const BYTES = Uint8Array.from(atob(PNG), (char) => char.charCodeAt(0));
const quiz = (...all: string[]) =>
	`<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${all.join('\n')}\n</quiz>`;
const text = (words: string) => `<text><![CDATA[${words}]]></text>`;
const item = (type: string, stem: string, rest: string) =>
	`<question type="${type}"><name><text>N</text></name><questiontext format="html">${text(stem)}</questiontext>${rest}</question>`;
const answer = (fraction: string | number, words: string, more = '') =>
	`<answer fraction="${fraction}" format="html">${text(words)}${more}</answer>`;
const feedback = (words: string) => `<feedback format="html">${text(words)}</feedback>`;

const read = (...all: string[]) => parseMoodleXml(quiz(...all), 'en');
const one = (xml: string) => read(xml).questions[0]!;
const codes = (xml: string) => one(xml).problems.map(({ code, what, minor }) => [code, what, minor]);

describe('a question in Moodle XML', () => {
	it('is a choice, with its explanation, feedback, tags and category', () => {
		const category =
			'<question type="category"><category><text>$course$/top/Loans/Type A//B</text></category></question>';
		const xml = item(
			'multichoice',
			'<p>Which is <b>secured</b>?</p>',
			`<generalfeedback format="markdown"><text>See *rules*.</text></generalfeedback><defaultgrade>2</defaultgrade>
			<hidden>1</hidden><single>true</single>${answer(0, 'Card')}${answer(100, 'Mortgage', feedback('Yes'))}
			<tags><tag><text>credit</text></tag><tag><text>basics</text></tag></tags>`
		);
		expect(read(category, xml)).toEqual({
			questions: [
				{
					line: 4,
					name: 'N',
					category: ['Loans', 'Type A/B'],
					tags: ['credit', 'basics'],
					question: {
						type: 'single',
						stem: { en: 'Which is **secured**?' },
						explanation: { en: 'See *rules*.' },
						options: [
							{ id: 'a', text: { en: 'Card' } },
							{ id: 'b', text: { en: 'Mortgage' }, feedback: { en: 'Yes' } }
						],
						correct: 'b',
						policy: 'allOrNothing'
					},
					problems: [],
					pictures: []
				}
			],
			problems: [],
			pictures: new Map()
		});
	});

	it.each([
		['33.33333', '33.33333', '33.33333', 33.33333, []],
		['33', '33', '33', 33.33333, [['fractions', '99%', true]]],
		['33', '33.33333', '33.33333', 33.11037, [['fractions', '99.66666%', true]]]
	])('takes shares that make a whole: %s %s %s', (a, b, c, first, problems) => {
		const xml = item(
			'multichoice',
			'Q',
			`<single>false</single>${answer(a, 'a')}${answer(b, 'b')}${answer(c, 'c')}${answer(-50, 'd')}`
		);
		expect(one(xml).question).toMatchObject({
			type: 'multiple',
			correct: ['a', 'b', 'c'],
			policy: 'perOption'
		});
		expect((one(xml).question as { options: { share: number }[] }).options[0]!.share).toBe(first);
		expect(codes(xml)).toEqual(problems);
	});

	it.each([
		[`<single>true</single>${answer(33, 'a')}${answer(0, 'b')}`, 'fractions', '33%'],
		[
			`<single>false</single>${answer(33, 'a')}${answer(33.33333, 'b')}${answer(0, 'c')}`,
			'fractions',
			'66.33333%'
		],
		[`${answer('much', 'a')}${answer(0, 'b')}`, 'fractions', 'much'],
		[`${answer(0, 'a')}${answer(0, 'b')}`, 'noKey', undefined],
		[answer(100, 'a'), 'fewOptions', undefined],
		[Array.from({ length: 27 }, (_n, i) => answer(i ? 0 : 100, `o${i}`)).join(''), 'manyOptions', '27'],
		[
			`${answer(100, '<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>')}${answer(0, 'b')}`,
			'unsupported',
			'<math>'
		]
	])('names what is wrong with its shares and options: %#', (rest, code, what) => {
		expect(one(item('multichoice', 'Q', rest)).question).toBeNull();
		expect(codes(item('multichoice', 'Q', rest))).toContainEqual([code, what, undefined]);
	});

	it('is true or false', () => {
		const rest = `${answer(0, 'true', feedback('No'))}${answer(100, 'false')}`;
		expect(one(item('truefalse', 'Q', rest)).question).toEqual({
			type: 'trueFalse',
			stem: { en: 'Q' },
			correct: false,
			feedback: { true: { en: 'No' } }
		});
		expect(codes(item('truefalse', 'Q', `${answer(0, 'true')}${answer(0, 'false')}`))).toEqual([
			['noKey', undefined, undefined]
		]);
		expect(codes(item('truefalse', 'Q', `${answer(100, 'yes')}${answer(0, 'no')}`))).toEqual([
			['unknownKey', 'yes', undefined]
		]);
	});

	it('is a short answer; what earns nothing is left out and named', () => {
		const rest = `<usecase>1</usecase>${answer(100, 'LP*', feedback('Right'))}${answer(50, 'lpr')}${answer(0, '*', feedback('No'))}`;
		expect(one(item('shortanswer', 'Q', rest)).question).toEqual({
			type: 'shortAnswer',
			stem: { en: 'Q' },
			accepted: [
				{ text: 'LP*', share: 100, feedback: { en: 'Right' } },
				{ text: 'lpr', share: 50 }
			],
			matching: { case: true, width: false }
		});
		expect(codes(item('shortanswer', 'Q', rest))).toEqual([['unsupported', '0% *', true]]);
	});

	it('is a number with its units, whose factors are the other way round', () => {
		const units =
			'<units><unit><multiplier>1</multiplier><unit_name>元</unit_name></unit><unit><multiplier>0.0001</multiplier><unit_name>万元</unit_name></unit></units>';
		const rest = answer(100, '25000', '<tolerance>0.5</tolerance>');
		expect(
			one(item('numerical', 'Q', `${rest}<unitgradingtype>1</unitgradingtype>${units}`)).question
		).toEqual({
			type: 'numeric',
			stem: { en: 'Q' },
			accepted: [{ range: { value: '25000', tolerance: '0.5' }, share: 100 }],
			unit: { name: '元', others: [{ name: '万元', factor: '10000' }] }
		});
		const optional = item('numerical', 'Q', `${rest}<unitgradingtype>0</unitgradingtype>${units}`);
		expect(one(optional).question).not.toHaveProperty('unit');
		expect(codes(optional)).toEqual([['unsupported', 'unit: 元', true]]);
		expect(codes(item('numerical', 'Q', answer(100, 'x')))).toEqual([['numeric', 'x:0', undefined]]);
	});

	it('is a matching, an essay, an ordering', () => {
		const pair = (left: string, right: string) =>
			`<subquestion format="html">${text(left)}<answer><text>${right}</text></answer></subquestion>`;
		expect(
			one(item('matching', 'Q', `${pair('<i>a</i>', '1*')}${pair('b', '2')}${pair('', '3')}`)).question
		).toEqual({
			type: 'matching',
			stem: { en: 'Q' },
			pairs: [
				{ id: 'p1', left: { en: '*a*' }, right: { en: '1\\*' } },
				{ id: 'p2', left: { en: 'b' }, right: { en: '2' } }
			],
			others: [{ id: 'o1', right: { en: '3' } }],
			policy: 'partial'
		});
		expect(
			one(item('essay', 'Q', `<graderinfo format="html">${text('<p>Good</p>')}</graderinfo>`)).question
		).toEqual({
			type: 'essay',
			stem: { en: 'Q' },
			rubric: [],
			model: { en: 'Good' }
		});
		const order = (grading: string) =>
			item('ordering', 'Q', `<gradingtype>${grading}</gradingtype>${answer(2, 'y')}${answer(1, 'x')}`);
		expect(one(order('-1')).question).toMatchObject({
			policy: 'allOrNothing',
			items: [
				{ id: 'i1', text: { en: 'x' } },
				{ id: 'i2', text: { en: 'y' } }
			]
		});
		expect(one(order('ALL_OR_NOTHING')).question).toEqual(one(order('-1')).question);
		expect(codes(order('0'))).toEqual([['unsupported', 'gradingtype 0', true]]);
		const upload = '<responseformat>noinline</responseformat><attachments>1</attachments>';
		expect(codes(item('essay', 'Q', upload))).toEqual([
			['unsupported', 'responseformat noinline', undefined]
		]);
		expect(codes(item('essay', 'Q', '<attachments>1</attachments>'))).toEqual([
			['unsupported', 'attachments', true]
		]);
	});

	it.each(['description', 'cloze', 'calculated', 'ddwtos', 'random', 'constructor', ''])(
		'is named when the bank does not keep its kind: %s',
		(type) => {
			expect(codes(item(type, 'Q', ''))).toEqual([['unsupported', type, undefined]]);
		}
	);

	it.each([
		['html', 'a &amp; b<br>c <i>d</i>', 'a & b  \nc *d*'],
		['moodle_auto_format', 'a <b>b</b>\nc', 'a **b**  \nc'],
		['moodle_auto_format', 'a *b*\nc', 'a \\*b\\*  \nc'],
		['plain_text', '<b> *c*', '\\<b> \\*c\\*'],
		['markdown', '**a** ![x](@@PLUGINFILE@@/y.png)', '**a** ![x](y.png)'],
		['html', '<math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>', '$x^2$']
	])('has texts in the format %s: %s', (format, source, wanted) => {
		const xml = `<question type="essay"><questiontext format="${format}">${text(source)}</questiontext></question>`;
		expect(one(xml).question?.stem).toEqual({ en: wanted });
	});
});

describe('pictures in Moodle XML', () => {
	const file = (name: string, data: string) =>
		`<file name="${name}" path="/" encoding="base64">${data}</file>`;
	const shows = (name: string, files: string) =>
		`<question type="essay"><questiontext format="html">${text(`<img src="@@PLUGINFILE@@/${encodeURIComponent(name)}" alt="A">`)}${files}</questiontext></question>`;

	it('come along; another of the same name gets its own', () => {
		const { questions, pictures } = read(
			shows('印 章.png', file('印 章.png', PNG)),
			shows('印 章.png', file('印 章.png', 'AAAA')),
			shows('印 章.png', file('印 章.png', PNG))
		);
		expect(questions.map((found) => found.pictures)).toEqual([['印 章.png'], ['印 章-2.png'], ['印 章.png']]);
		expect([...pictures]).toEqual([
			['印 章.png', BYTES],
			['印 章-2.png', new Uint8Array(3)]
		]);
	});

	it('are found where they were pasted into the text', () => {
		const xml = item('essay', `Look: <img src="data:image/png;base64,${PNG}">`, '');
		expect(one(xml).pictures).toEqual(['pasted-1.png']);
		expect(read(xml).pictures.get('pasted-1.png')).toEqual(BYTES);
	});

	it('are named when they are broken', () => {
		const found = read(shows('a.png', file('a.png', '***')));
		expect(found.questions[0]).toMatchObject({
			problems: [{ code: 'noPicture', what: 'a.png', minor: true }]
		});
		expect(found.pictures.size).toBe(0);
	});
});

describe('a file of Moodle XML', () => {
	it('loses no question to one that is not well-formed', () => {
		const good = item('truefalse', 'Q', `${answer(100, 'true')}${answer(0, 'false')}`);
		const open =
			'<question type="essay"><name><text>Half</text></name><questiontext format="html"><text>a<b></text></questiontext>';
		const stray = '<question type="essay"><name><text>Odd</text></name>\n<questiontext></wrong></question>';
		const cdata = '<question type="essay"><questiontext><text><![CDATA[ a </text></questiontext></question>';
		const { questions } = read(good, open, good, stray, good, cdata, good);
		expect(
			questions.map(({ question, name, line, problems }) => [question?.type, name, line, problems[0]?.code])
		).toEqual([
			['trueFalse', 'N', 3, undefined],
			[undefined, 'Half', 4, 'syntax'],
			['trueFalse', 'N', 5, undefined],
			[undefined, 'Odd', 6, 'syntax'],
			['trueFalse', 'N', 8, undefined],
			[undefined, '', 9, 'syntax'],
			['trueFalse', 'N', 10, undefined]
		]);
	});

	it('may show the marks of questions in its words and comments', () => {
		const { questions } = read('<!-- <question type="essay"> -->', item('essay', 'a </question> b', ''));
		expect(questions.map(({ question }) => question?.stem)).toEqual([{ en: 'a b' }]);
	});

	it('is refused with a DOCTYPE or when it is something else', () => {
		const evil = `<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<quiz>${item('essay', 'Q', '')}</quiz>`;
		expect(parseMoodleXml(evil, 'en')).toEqual({
			questions: [],
			problems: [{ code: 'syntax', line: 2, what: 'DOCTYPE' }],
			pictures: new Map()
		});
		expect(parseMoodleXml('<html></html>', 'en').problems).toEqual([
			{ code: 'syntax', line: 1, what: '<quiz>' }
		]);
		expect(parseMoodleXml(`\uFEFF${quiz(item('essay', 'Q', ''))}`, 'en').questions).toHaveLength(1);
		const inside = quiz(
			'<question type="essay"><!DOCTYPE a [<!ENTITY x "y">]><questiontext><text>&x;</text></questiontext></question>'
		);
		expect(JSON.stringify(parseMoodleXml(inside, 'en').questions)).not.toContain('"y"');
	});

	// A reader that goes back over what it has read would not be done in the time that a test has.
	it('is read to its end whatever is repeated', () => {
		const open = '<question type="essay"><questiontext><text>';
		for (const piece of [
			'<![CDATA[',
			'<!--',
			'<question ',
			'<a>',
			'&#65;',
			'<question type="essay">',
			'</question>',
			'<'
		]) {
			expect(() => parseMoodleXml(`<quiz>${piece.repeat(10_000)}`, 'en')).not.toThrow();
			expect(() => parseMoodleXml(`<quiz>${open}${piece.repeat(10_000)}`, 'en')).not.toThrow();
		}
	});

	it('may hold anything', () => {
		const pieces = [
			'<question type="multichoice">',
			'</question>',
			'<text>',
			'</text>',
			'<answer fraction="100">',
			'</answer>',
			'<![CDATA[',
			']]>',
			'<!--',
			'-->',
			'a',
			'&',
			'"',
			'\n',
			'<questiontext format="html">',
			'</questiontext>',
			'<file name="a.png">',
			'</file>'
		];
		const noise = fc
			.array(fc.constantFrom(...pieces), { maxLength: 30 })
			.map((all) => `<quiz>${all.join('')}`);
		fc.assert(
			fc.property(noise, (file) => void parseMoodleXml(file, 'en')),
			{ numRuns: 500 }
		);
	});
});

describe('written as Moodle XML', () => {
	const ordering: fc.Arbitrary<Question> = fc
		.tuple(words, fc.array(words, { minLength: 2, maxLength: 4 }), fc.boolean())
		.map(([stem, items, isWhole]) => ({
			type: 'ordering',
			stem,
			items: items.map((own, i) => ({ id: `i${i + 1}`, text: own })),
			policy: isWhole ? 'allOrNothing' : 'partial'
		}));
	const essay: fc.Arbitrary<Question> = fc
		.tuple(words, words, fc.integer({ min: 1, max: 5000 }))
		.map(([stem, model, longest]) => ({ type: 'essay', stem, rubric: [], model, longest }));
	const measured: fc.Arbitrary<Question> = fc
		.tuple(words, fc.constantFrom('元', 'm²', '<%>', 'a & b'))
		.map(([stem, name]) => ({
			type: 'numeric',
			stem,
			accepted: [{ range: { value: '2.5', tolerance: '0' }, share: 100 }],
			unit: {
				name,
				others: [
					{ name: '万元', factor: '10000' },
					{ name: '分', factor: '0.01' }
				]
			}
		}));
	/** Moodle writes a range as its middle and plain digits. */
	const inMoodle = (own: Question): Question => {
		if (own.type !== 'numeric') return own;
		const plain = (number: string) => decimalText(readDecimal(number)!);
		return {
			...own,
			accepted: own.accepted.map(({ range, ...rest }) => {
				if ('value' in range)
					return { range: { value: plain(range.value), tolerance: plain(range.tolerance) }, ...rest };
				const [from, to] = [readDecimal(range.from)!, readDecimal(range.to)!];
				const [value, tolerance] = [half(add(from, to)), half(subtract(to, from))].map(decimalText);
				return { range: { value: value!, tolerance: tolerance! }, ...rest };
			})
		};
	};

	it('comes back as it was, with its pictures', () => {
		const any = exported(fc.oneof({ arbitrary: question, weight: 4 }, ordering, essay, measured));
		fc.assert(
			fc.property(fc.array(any, { minLength: 1, maxLength: 3 }), (all) => {
				const pictures = new Map([['seal a.png', BYTES]]);
				const { text: xml, omissions } = writeMoodleXml(all, 'zh-CN', pictures);
				const again = parseMoodleXml(xml, 'zh-CN');
				expect(again.questions.flatMap(({ problems }) => problems)).toEqual([]);
				expect(
					again.questions.map(({ name, category, tags, question: own }) => ({
						name,
						category,
						tags,
						question: own
					}))
				).toEqual(all.map((own) => ({ ...own, question: inMoodle(own.question) })));
				expect(omissions.every(({ what, minor }) => minor && what === 'policy')).toBe(true);
				// Inside a formula it is no picture.
				const isShown = xml.includes('@@PLUGINFILE@@/');
				expect([...again.pictures]).toEqual(isShown ? [...pictures] : []);
			}),
			{ numRuns: 300 }
		);
	});

	it('says what it cannot say', () => {
		const matching = { case: false, width: false };
		const gap = (id: string) => ({ id, accepted: [{ text: 'x', share: 100 }] });
		const stem = { en: '![a](b.png) {{1}} {{2}}' };
		const of = (own: Question) => writeMoodleXml([{ name: '', category: [], tags: [], question: own }], 'en');
		expect(of({ type: 'fillIn', stem, gaps: [gap('1'), gap('2')], matching }).omissions).toEqual([
			{ index: 0, what: 'fillIn' }
		]);
		expect(of({ type: 'essay', stem, rubric: [] }).omissions).toEqual([
			{ index: 0, what: 'picture', minor: true }
		]);
	});

	it('holds nothing that XML has no place for', () => {
		const stem = { en: 'a\u0001b\ud800c ]]> <d>' };
		const { text: xml } = writeMoodleXml(
			[{ name: 'x\u0000', category: [], tags: [], question: { type: 'essay', stem, rubric: [] } }],
			'en'
		);
		expect(parseMoodleXml(xml, 'en').questions[0]).toMatchObject({
			name: 'x',
			question: { stem: { en: 'abc ]]> <d>' } }
		});
	});
});

describe('decimals', () => {
	it('are written plainly, halved and inverted', () => {
		expect(['1.50', '-0.05', '1e3', '0', '-3'].map((number) => decimalText(readDecimal(number)!))).toEqual([
			'1.5',
			'-0.05',
			'1000',
			'0',
			'-3'
		]);
		expect(decimalText(half(readDecimal('-0.05')!))).toBe('-0.025');
		expect(decimalText(inverse(readDecimal('0.0001')!)!)).toBe('10000');
		expect(decimalText(inverse(readDecimal('3')!)!)).toMatch(/^0\.3{20}$/);
		expect(inverse(readDecimal('0')!)).toBeNull();
	});
});
