import fc from 'fast-check';
import { plainToMarkdown } from '$lib/features/bank/formats/markdown';
import type { AcceptedText, Option, Question, Words } from '$lib/features/bank/question';

/** Plain texts with every character that some format gives a meaning. */
const chars = fc.constantFrom(...'甲乙ab1 ~=#{}:\\[]()<>&"*_`$%@!|/.-+，。：；“”');
const plain = (maxLength: number) =>
	fc
		.string({ unit: chars, minLength: 1, maxLength })
		.map((text) => text.replace(/\s+/g, ' ').trim())
		.filter((text) => text !== '' && !text.includes('{{'));

/** Pieces of Markdown that no plain text holds. */
const marks = fc.constantFrom(
	'**重点**',
	'*a*',
	'$x_1<y$',
	'![印章](seal%20a.png)',
	'm<sup>2</sup>',
	'\n\n- 受理\n- 复核'
);

/** Markdown as an author writes it, always the same after it is read. */
export const markdown = fc
	.tuple(plain(20), fc.option(marks), plain(8))
	.map(
		([text, mark, end]) => `${plainToMarkdown(text)}${mark ?? ''}${mark ? ` ${plainToMarkdown(end)}` : ''}`
	);

export const words = markdown.map((text): Words => ({ 'zh-CN': text }));
const base = fc
	.record({ stem: words, explanation: fc.option(words, { nil: undefined }) })
	.map(({ stem, explanation }) => ({ stem, ...(explanation && { explanation }) }));

const options = fc
	.uniqueArray(fc.tuple(words, fc.option(words)), {
		minLength: 2,
		maxLength: 6,
		selector: ([text]) => text['zh-CN']
	})
	.map((all) =>
		all.map(([text, feedback], i): Option => ({ id: 'abcdef'[i]!, text, ...(feedback && { feedback }) }))
	);

export const single: fc.Arbitrary<Question> = fc
	.tuple(
		base,
		options,
		fc.nat(),
		fc.array(fc.constantFrom(0, 50, 33.33333, -25), { minLength: 6, maxLength: 6 }),
		fc.boolean()
	)
	.map(([own, all, at, shares, isPerOption]) => {
		const key = at % all.length;
		return {
			type: 'single',
			...own,
			options: isPerOption ? all.map((one, i) => ({ ...one, share: i === key ? 100 : shares[i]! })) : all,
			correct: all[key]!.id,
			policy: isPerOption ? 'perOption' : 'allOrNothing'
		};
	});

const multiple: fc.Arbitrary<Question> = fc
	.tuple(
		base,
		options,
		fc.nat(),
		fc.constantFrom('allOrNothing', 'partial', 'partialWithPenalty', 'perOption')
	)
	.map(([own, all, at, policy]) => {
		const count = (at % all.length) + 1;
		const part = Math.round(10_000_000 / count) / 100_000;
		return {
			type: 'multiple',
			...own,
			options:
				policy === 'perOption'
					? all.map((one, i) => ({ ...one, share: i < count ? part : i % 2 ? -50 : 0 }))
					: all,
			correct: all.slice(0, count).map(({ id }) => id),
			policy
		};
	});

const trueFalse: fc.Arbitrary<Question> = fc
	.tuple(base, fc.boolean(), fc.option(words), fc.option(words))
	.map(([own, correct, onTrue, onFalse]) => ({
		type: 'trueFalse',
		...own,
		correct,
		...((onTrue || onFalse) && {
			feedback: { ...(onTrue && { true: onTrue }), ...(onFalse && { false: onFalse }) }
		})
	}));

const share = fc.constantFrom(100, 50, 33.33333);
const number = fc.constantFrom('3.85', '-1', '1822', '0.0005', '1.5e3', '-1000000.01');
export const numeric: fc.Arbitrary<Question> = fc
	.tuple(
		base,
		fc.array(fc.tuple(number, fc.boolean(), share, fc.option(words)), { minLength: 1, maxLength: 3 })
	)
	.map(([own, all]) => ({
		type: 'numeric',
		...own,
		accepted: all.map(([value, isRange, part, feedback], i) => ({
			range: isRange ? { from: value, to: '2e6' } : { value, tolerance: '0.05' },
			share: i ? part : 100,
			...(feedback && { feedback })
		}))
	}));

const accepted = fc
	.array(fc.tuple(plain(12), share, fc.option(words)), { minLength: 1, maxLength: 3 })
	.map((all) =>
		all.map(([text, part, feedback], i): AcceptedText => ({
			text,
			share: i ? part : 100,
			...(feedback && { feedback })
		}))
	)
	.filter((all) => !all.every(({ text }) => text.includes('->')));
const matching = fc.record({ case: fc.boolean(), width: fc.boolean() });

const shortAnswer: fc.Arbitrary<Question> = fc
	.tuple(base, fc.oneof(accepted, fc.constant<AcceptedText[]>([])), matching)
	.map(([own, all, how]) => ({ type: 'shortAnswer', ...own, accepted: all, matching: how }));

const fillIn: fc.Arbitrary<Question> = fc
	.tuple(base, fc.oneof(markdown, fc.constant('')), accepted, matching)
	.map(([own, after, all, how]) => ({
		type: 'fillIn',
		...own,
		stem: { 'zh-CN': `${own.stem['zh-CN']} {{1}} ${after}`.trim() },
		gaps: [{ id: '1', accepted: all }],
		matching: how
	}));

export const pairs: fc.Arbitrary<Question> = fc
	.tuple(
		base,
		fc.array(fc.tuple(words, words), { minLength: 2, maxLength: 4 }),
		fc.array(words, { maxLength: 2 }),
		fc.boolean()
	)
	.map(([own, all, more, isWhole]) => ({
		type: 'matching',
		...own,
		pairs: all.map(([left, right], i) => ({ id: `p${i + 1}`, left, right })),
		others: more.map((right, i) => ({ id: `o${i + 1}`, right })),
		policy: isWhole ? 'allOrNothing' : 'partial'
	}));

const essay: fc.Arbitrary<Question> = base.map((own) => ({ type: 'essay', ...own, rubric: [] }));

/** Questions of every kind that Moodle's formats know, all of whose parts they keep. */
export const question = fc.oneof(single, multiple, trueFalse, numeric, shortAnswer, fillIn, pairs, essay);

/** … with a place in the bank. */
export const exported = (of: fc.Arbitrary<Question>) =>
	fc.record({
		name: plain(12),
		category: fc.array(
			plain(8).filter((name) => !/^[/$]|^top$/.test(name)),
			{ maxLength: 3 }
		),
		tags: fc.array(plain(8), { maxLength: 2 }),
		question: of
	});
