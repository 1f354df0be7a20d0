import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { knowledgeAreas } from '$lib/content/question-vocabulary';
import { loadModules } from '$lib/content/modules.server';
import { loadBank } from '$lib/features/bank/content.server';
import { renderFormula } from '$lib/features/bank/formula.server';
import { likenessOf, NEARLY_SAME, shinglesOf } from '$lib/features/bank/likeness';
import { questionTypes, type AcceptedText, type Given, type Question } from '$lib/features/bank/question';
import { questionSchema } from '$lib/features/bank/question-schema';
import { scoreQuestion } from '$lib/features/bank/scoring/score';
import { env } from '$lib/server/env';
import { question } from './questions';

const words = (text: string) => ({ 'zh-CN': `${text}（中）`, en: text });
const meta = (id: string, type: string) => ({
	id,
	type,
	difficulty: 'medium',
	level: 'apply',
	stem: words(`Stem of ${id}`),
	explanation: words('Because')
});
const truth = (id: string, more: object = {}) => ({ ...meta(id, 'trueFalse'), correct: true, ...more });
const choice = (id: string, more: object = {}) => ({
	...meta(id, 'single'),
	options: [
		{ id: 'a', text: words('One') },
		{ id: 'b', text: words('Two'), correct: true }
	],
	...more
});

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'bank-'))));
afterEach(() => rmSync(dir, { recursive: true }));
const write = (questions: object[], cases: object[] = [], area = 'law', file = area) =>
	writeFileSync(join(dir, `${file}.yaml`), stringify({ area, questions, cases }));

describe('a file of the bank', () => {
	it('gives each question with what is known of it, those of cases behind the others', () => {
		write(
			[
				choice('law-001', { seconds: 45, module: 'keeping-customers', use: 'practice', enemies: ['law-002'] })
			],
			[
				{
					id: 'law-case-01',
					title: words('A loan'),
					material: words('The facts'),
					questions: [
						truth('law-002', { difficulty: 'hard', tags: ['担保'], laws: ['民法典第一条'] }),
						truth('law-003')
					]
				}
			]
		);
		const { cases, items } = loadBank(dir);
		expect(cases).toEqual([{ code: 'law-case-01', title: words('A loan'), material: words('The facts') }]);
		expect(items.map(({ code, case: group }) => [code, group])).toEqual([
			['law-001', null],
			['law-002', 'law-case-01'],
			['law-003', 'law-case-01']
		]);
		expect(items[0]).toEqual({
			code: 'law-001',
			area: 'law',
			question: {
				type: 'single',
				stem: words('Stem of law-001'),
				explanation: words('Because'),
				options: [
					{ id: 'a', text: words('One') },
					{ id: 'b', text: words('Two') }
				],
				correct: 'b',
				policy: 'allOrNothing'
			},
			difficulty: 450,
			level: 'apply',
			seconds: 45,
			module: 'keeping-customers',
			use: 'practice',
			tags: [],
			laws: [],
			enemies: ['law-002'],
			case: null
		});
		expect(items[1]).toMatchObject({
			difficulty: 650,
			seconds: 40,
			module: null,
			use: 'exam',
			tags: ['担保']
		});
	});

	it('writes every kind shorter than it is kept', () => {
		write([
			{
				...meta('law-001', 'numeric'),
				accepted: [
					{ value: '4.35', tolerance: '0.01' },
					{ from: '4', to: '5', share: 50, feedback: words('Near') }
				],
				unit: { name: '%' }
			},
			{
				...meta('law-002', 'fillIn'),
				stem: { 'zh-CN': '担保 {{a}}', en: 'Security {{a}}' },
				gaps: [{ id: 'a', accepted: [{ text: '抵押' }, { text: 'mortgage', share: 50 }] }]
			},
			{
				...meta('law-003', 'matching'),
				pairs: ['a', 'b'].map((id) => ({ id, left: words(`L${id}`), right: words(`R${id}`) }))
			},
			{ ...meta('law-004', 'ordering'), items: ['a', 'b'].map((id) => ({ id, text: words(id) })) },
			{ ...meta('law-005', 'shortAnswer'), accepted: [], matching: { case: true } },
			{
				...meta('law-006', 'essay'),
				rubric: [
					{
						id: 'a',
						criterion: words('Facts'),
						weight: 100,
						levels: [100, 0].map((share) => ({ share, words: words('W') }))
					}
				]
			}
		]);
		const kept = loadBank(dir).items.map(({ question }) => question);
		expect(kept[0]).toMatchObject({
			accepted: [
				{ range: { value: '4.35', tolerance: '0.01' }, share: 100 },
				{ range: { from: '4', to: '5' }, share: 50, feedback: words('Near') }
			],
			unit: { name: '%', others: [] }
		});
		expect(kept[1]).toMatchObject({ matching: { case: false, width: false } });
		expect(kept[2]).toMatchObject({ others: [], policy: 'partial' });
		expect(kept[4]).toMatchObject({ accepted: [], matching: { case: true, width: false } });
		expect(kept[5]).toMatchObject({ longest: 800 });
	});

	it.each<[string, object[], RegExp]>([
		[
			'a language left out',
			[truth('law-001', { stem: { en: 'Only' } })],
			/law\.yaml: questions\.0\.stem\.zh-CN: /
		],
		['a part that nobody knows', [truth('law-001', { answer: 1 })], /law\.yaml: questions\.0: .*answer/],
		['a code of another area', [truth('ethics-001')], /ethics-001 must start with law-/],
		['a code twice', [truth('law-001'), truth('law-001')], /two are named law-001/],
		[
			'an enemy that does not exist',
			[truth('law-001', { enemies: ['law-009'] })],
			/law-001: its enemy law-009/
		],
		[
			'no right option',
			[choice('law-001', { options: ['a', 'b'].map((id) => ({ id, text: words(id) })) })],
			/law-001: noKey/
		],
		[
			'two right options of a single choice',
			[choice('law-001', { options: ['a', 'b'].map((id) => ({ id, text: words(id), correct: true })) })],
			/law-001: manyKeys/
		],
		[
			'shares that nobody can fill',
			[
				choice('law-001', {
					policy: 'perOption',
					options: ['a', 'b'].map((id) => ({ id, text: words(id), correct: id === 'a', share: 40 }))
				})
			],
			/questions\.0: law-001: fractions: 40/
		],
		[
			'a gap in one language only',
			[
				{
					...meta('law-001', 'fillIn'),
					stem: { 'zh-CN': '{{a}}', en: 'none' },
					gaps: [{ id: 'a', accepted: [{ text: 'x' }] }]
				}
			],
			/law-001: gaps/
		],
		[
			'a rubric that is no whole',
			[
				{
					...meta('law-001', 'essay'),
					rubric: [
						{
							id: 'a',
							criterion: words('F'),
							weight: 90,
							levels: [100, 0].map((share) => ({ share, words: words('W') }))
						}
					]
				}
			],
			/law-001: weights: 90/
		],
		[
			'a number that is none',
			[{ ...meta('law-001', 'numeric'), accepted: [{ value: 'four', tolerance: '0' }] }],
			/law-001/
		]
	])('is refused with its place and reason for %s', (_, questions, reason) => {
		write(questions);
		expect(() => loadBank(dir)).toThrow(reason);
	});

	it('is refused under another name than its area, and when it is no YAML', () => {
		write([truth('law-001')], [], 'law', 'ethics');
		expect(() => loadBank(dir)).toThrow(/ethics\.yaml: area must be ethics/);
		writeFileSync(join(dir, 'ethics.yaml'), 'area: [');
		expect(() => loadBank(dir)).toThrow(/ethics\.yaml: /);
	});

	it('is refused for enemies within one case', () => {
		const questions = [truth('law-002', { enemies: ['law-003'] }), truth('law-003')];
		write([truth('law-001')], [{ id: 'law-case-01', title: words('T'), material: words('M'), questions }]);
		expect(() => loadBank(dir)).toThrow(/law-002: its enemy law-003 stands in the same case/);
	});
});

describe('the schema of a question', () => {
	it('takes whatever the formats may give, and gives it back as it is', () => {
		fc.assert(
			fc.property(question, (one) => {
				expect(questionSchema.parse(one)).toEqual(one);
			}),
			{ numRuns: 300 }
		);
	});

	const base = { type: 'single', stem: { en: 'Which?' }, policy: 'allOrNothing' };
	const options = ['a', 'b'].map((id) => ({ id, text: { en: id } }));
	it.each<[string, object]>([
		['no words in any language', { ...base, stem: { 'zh-CN': ' ' }, options, correct: 'a' }],
		['a key that is not among the options', { ...base, options, correct: 'c' }],
		[
			'two options of one id',
			{ ...base, options: [...options, { id: 'a', text: { en: 'c' } }], correct: 'a' }
		],
		['more words than anybody reads', { ...base, stem: { en: 'x'.repeat(20_001) }, options, correct: 'a' }],
		['a field that is none', { ...base, options, correct: 'a', marks: 3 }]
	])('refuses %s', (_, one) => expect(questionSchema.safeParse(one).success).toBe(false));
});

describe('the bank of the demo', () => {
	const { cases, items } = loadBank(join(env.contentDir, 'bank'));

	it('has 300 questions of every kind in every area, with a case and some for practice in each', () => {
		expect(items.length).toBeGreaterThanOrEqual(300);
		for (const area of knowledgeAreas) {
			const own = items.filter((item) => item.area === area);
			expect(own.length, area).toBeGreaterThanOrEqual(50);
			expect([...new Set(own.map(({ question: { type } }) => type))].sort(), area).toEqual(
				[...questionTypes].sort()
			);
			expect(own.some(({ use }) => use === 'practice') && own.some((item) => item.case), area).toBe(true);
		}
		expect(new Set(items.map((item) => item.case).filter(Boolean)).size).toBe(cases.length);
	});

	it('has questions for every module, and names none that does not exist', () => {
		const modules = new Set(loadModules().map(({ content }) => content.code));
		const named = new Set(items.flatMap(({ module }) => module ?? []));
		expect([...named].sort()).toEqual([...modules].sort());
	});

	it('gives full marks for what each question calls right', () => {
		const failed = items.filter(({ question: one }) => {
			const share = scoreQuestion(one, rightAnswer(one));
			return share !== (isReadByPerson(one) ? null : 100);
		});
		expect(failed.map(({ code }) => code)).toEqual([]);
	});

	it('writes formulas that can be set, each closed', () => {
		const off: string[] = [];
		JSON.parse(JSON.stringify([cases, items]), (_, value: unknown) => {
			if (typeof value !== 'string') return value;
			const plain = value.replace(
				/\$\$([^$]+)\$\$|\$([^$\n]+)\$/g,
				(_all, block?: string, inline?: string) => {
					const tex = block ?? inline ?? '';
					if (renderFormula(tex, Boolean(block)).startsWith('<code')) off.push(tex);
					return '';
				}
			);
			if (plain.includes('$')) off.push(value);
			return value;
		});
		expect(off).toEqual([]);
	});

	it('asks nothing twice', () => {
		const sketched = items.map(({ code, question: { stem } }) => ({
			code,
			shingles: shinglesOf(stem['zh-CN'] ?? '')
		}));
		const twice = sketched.flatMap((a, i) =>
			sketched
				.slice(i + 1)
				.filter((b) => likenessOf(a.shingles, b.shingles) >= NEARLY_SAME)
				.map((b) => `${a.code} ${b.code}`)
		);
		expect(twice).toEqual([]);
	});
});

const isReadByPerson = (one: Question) =>
	one.type === 'essay' || (one.type === 'shortAnswer' && one.accepted.length === 0);

/** What a question calls right, as a candidate would give it. */
function rightAnswer(one: Question): Given[Question['type']] {
	const bestOf = (accepted: AcceptedText[]) =>
		accepted.find(({ share }) => share === 100)?.text.replaceAll('*', '') ?? 'words';
	switch (one.type) {
		case 'numeric': {
			const range = one.accepted.find(({ share }) => share === 100)!.range;
			return {
				number: 'value' in range ? range.value : range.from,
				...(one.unit && { unit: one.unit.name })
			};
		}
		case 'fillIn':
			return Object.fromEntries(one.gaps.map(({ id, accepted }) => [id, bestOf(accepted)]));
		case 'matching':
			return Object.fromEntries(one.pairs.map(({ id }) => [id, id]));
		case 'ordering':
			return one.items.map(({ id }) => id);
		case 'shortAnswer':
			return bestOf(one.accepted);
		case 'essay':
			return 'words';
		default:
			return one.correct;
	}
}
