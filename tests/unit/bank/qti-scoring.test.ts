import { describe, expect, it } from 'vitest';
import type { Given, Question } from '$lib/features/bank/question';
import { scoreQuestion } from '$lib/features/bank/scoring/score';
import {
	add,
	base,
	capped,
	choice,
	correct,
	given,
	item,
	mapping,
	member,
	read,
	response,
	rules,
	template,
	when
} from './qti-markup';

function shares(xml: string, ...answers: (Given[Question['type']] | null)[]): unknown[] {
	const { question, problems } = read(xml);
	if (!question) return problems.map(({ code, what }) => `${code}: ${what ?? ''}`);
	return [question.type, ...answers.map((answer) => Math.round(scoreQuestion(question, answer) ?? -1))];
}

describe('what an item scores, by its own response processing', () => {
	it('one of several: a template, a member, a table, two keys, parts', () => {
		const one = response('single', 'identifier', correct('C'));
		const table = `<outcomeDeclaration identifier="RAW" cardinality="single" baseType="integer"/>
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"><interpolationTable>
<interpolationTableEntry sourceValue="1" targetValue="8"/><interpolationTableEntry sourceValue="0" targetValue="0"/></interpolationTable></outcomeDeclaration>`;
		const lookup = '<lookupOutcomeValue identifier="SCORE"><variable identifier="RAW"/></lookupOutcomeValue>';
		const map = mapping('defaultValue="0" upperBound="2"', { B: '1', C: '2' });
		const either = `<and><or>${member('A')}${member('C')}</or></and>`;
		expect([
			shares(item(one, choice(1), template('match_correct')), 'a', 'c', null),
			shares(item(one, choice(1), rules(when(member('C'), add(1)), capped)), 'b', 'c', null),
			shares(item(one + table, choice(1), rules(when(member('C'), add(1, 'RAW')), lookup)), 'a', 'c'),
			shares(item(one, choice(1), rules(when(either, add(1)), capped)), 'a', 'b', 'c'),
			shares(item(response('single', 'identifier', map), choice(1), template('map_response')), 'a', 'b', 'c')
		]).toEqual([
			['single', 0, 100, 0],
			['single', 0, 100, 0],
			['single', 0, 100],
			['single', 100, 0, 100],
			['single', 0, 50, 100]
		]);
	});

	it('several: all or nothing by any rule, a mapping with penalties, sums below zero', () => {
		const key = response('multiple', 'identifier', correct('A', 'B'));
		const map = mapping('lowerBound="0" upperBound="2" defaultValue="-2"', { A: '1', B: '1', C: '-1' });
		const exact = `<and>${member('A')}${member('B')}<not>${member('C')}</not><not>${member('D')}</not></and>`;
		const sum = rules(when(member('A'), add(2)), when(member('B'), add(2)), when(member('C'), add(-1)));
		const four = choice(0, ['A', 'B', 'C', 'D']);
		const tried = [['a'], ['a', 'b'], ['a', 'b', 'c'], ['a', 'b', 'd'], []];
		expect([
			shares(item(key, four, template('match_correct')), ...tried),
			shares(item(key, four, rules(when(exact, add(1)), capped)), ...tried),
			shares(
				item(response('multiple', 'identifier', correct('A', 'B') + map), four, template('map_response')),
				...tried
			),
			shares(item(key, four, sum), ...tried),
			// Two that are only worth something together.
			shares(
				item(
					key,
					four,
					rules(
						when(member('A'), add(1)),
						when(
							`<contains>${given}<multiple>${base('identifier', 'B')}${base('identifier', 'C')}</multiple></contains>`,
							add(1)
						)
					)
				)
			)
		]).toEqual([
			['multiple', 0, 100, 0, 0, 0],
			['multiple', 0, 100, 0, 0, 0],
			['multiple', 50, 100, 50, 0, 0],
			['multiple', 50, 100, 75, 100, 0],
			['unsupported: responseProcessing']
		]);
		expect(read(item(key, four, sum)).problems).toEqual([
			{ code: 'fractions', line: 2, what: 'lowerBound', minor: true }
		]);
	});

	it('texts: case, several keys, a sum over gaps', () => {
		const entry = (id = 'RESPONSE') => `<textEntryInteraction responseIdentifier="${id}"/>`;
		const match = (isCase: boolean) =>
			`<stringMatch caseSensitive="${isCase}">${given}${base('string', 'Lombard')}</stringMatch>`;
		const text = response('single', 'string');
		const map = response(
			'single',
			'string',
			mapping('defaultValue="0"', { Lombard: '2', pawn: '1' }, 'caseSensitive="true"')
		);
		const gaps = ['R1', 'R2']
			.map((id, i) => response('single', 'string', mapping('', { [['LPR', 'five'][i]!]: '1' }), id))
			.join('');
		const sum = rules(
			'<setOutcomeValue identifier="SCORE"><sum><mapResponse identifier="R1"/><mapResponse identifier="R2"/></sum></setOutcomeValue>'
		);
		const body = `<p>The ${entry('R1')} for ${entry('R2')} years.</p>`;
		expect([
			shares(
				item(text, `<p>A ${entry()}</p>`, rules(when(match(true), add(1)), capped)),
				'Lombard',
				'lombard',
				''
			),
			shares(item(text, `<p>A ${entry()}</p>`, rules(when(match(false), add(1)), capped)), 'LOMBARD', 'x'),
			shares(
				item(map, `<p>A ${entry()} loan</p>`, template('map_response')),
				{ 1: 'Lombard' },
				{ 1: 'pawn' },
				{ 1: 'Pawn' }
			),
			shares(item(gaps, body, sum), { 1: 'lpr', 2: 'FIVE' }, { 2: 'five' }, {})
		]).toEqual([
			['shortAnswer', 100, 0, 0],
			['shortAnswer', 100, 0],
			['fillIn', 100, 50, 0],
			['fillIn', 100, 50, 0]
		]);
		expect(read(item(gaps, body, sum)).question!.stem.en).toBe('The {{1}} for {{2}} years.');
	});

	it('numbers: exact, with a tolerance on either side, in percent, in a range', () => {
		const entry = '<p>Rate: <textEntryInteraction responseIdentifier="RESPONSE"/></p>';
		const equal = (attributes: string) => `<equal ${attributes}>${given}${base('float', '3.85')}</equal>`;
		const numeric = (condition: string, ...tried: string[]) =>
			shares(
				item(response('single', 'float'), entry, rules(when(condition, add(1)))),
				...tried.map((number) => ({ number }))
			);
		const range = `<and><gte>${given}${base('float', 2)}</gte><lte>${given}${base('float', '4.5')}</lte></and>`;
		expect([
			numeric(equal('toleranceMode="exact"'), '3.850', '3.86'),
			numeric(equal('toleranceMode="absolute" tolerance="0.05 0.1"'), '3.80', '3.79', '3.95', '3.96'),
			numeric(equal('toleranceMode="relative" tolerance="10"'), '3.465', '3.464', '4.235', '4.236'),
			numeric(range, '2', '4.5', '4.51', '1.99'),
			numeric(`<gt>${given}${base('float', 2)}</gt>`),
			numeric(equal('toleranceMode="absolute" tolerance="1" includeUpperBound="false"'))
		]).toEqual([
			['numeric', 100, 0],
			['numeric', 100, 0, 100, 0],
			['numeric', 100, 0, 100, 0],
			['numeric', 100, 100, 0, 0],
			['unsupported: gt'],
			['unsupported: includeUpperBound']
		]);
	});

	it('pairs and orders: all, parts, and what the bank cannot say', () => {
		const set = (...ids: string[]) =>
			`<simpleMatchSet>${ids.map((id) => `<simpleAssociableChoice identifier="${id}" matchMax="1">${id}!</simpleAssociableChoice>`).join('')}</simpleMatchSet>`;
		const match = `<matchInteraction responseIdentifier="RESPONSE"><prompt>Match</prompt>${set('L', 'M')}${set('x', 'y', 'z')}</matchInteraction>`;
		const key = correct('L x', 'M y');
		const pairs = (inside: string, how: string) =>
			item(response('multiple', 'directedPair', inside), match, template(how));
		const right = { a: 'a', b: 'b' };
		const order = `<orderInteraction responseIdentifier="RESPONSE"><prompt>Order</prompt>${['A', 'B', 'C'].map((id) => `<simpleChoice identifier="${id}">${id}</simpleChoice>`).join('')}</orderInteraction>`;
		const ordered = response('ordered', 'identifier', correct('C', 'A', 'B'));
		const orders = [
			['a', 'b', 'c'],
			['a', 'c', 'b']
		];
		const own = `<responseCondition><responseIf><match>${given}<correct identifier="RESPONSE"/></match>${add(2)}</responseIf>
<responseElseIf><match>${given}<ordered>${['C', 'B', 'A'].map((id) => base('identifier', id)).join('')}</ordered></match>${add(1)}</responseElseIf></responseCondition>`;
		expect([
			shares(pairs(key, 'match_correct'), right, { a: 'a' }),
			shares(pairs(key + mapping('', { 'L x': '2', 'M y': '2' }), 'map_response'), right, { a: 'a', b: 'c' }),
			shares(pairs(key + mapping('', { 'L x': '3', 'M y': '1' }), 'map_response')),
			shares(item(ordered, order, template('match_correct')), ...orders),
			shares(item(ordered, order, rules(own)))
		]).toEqual([
			['matching', 100, 0],
			['matching', 100, 50],
			['unsupported: responseProcessing: map_response'],
			['ordering', 100, 0],
			['unsupported: responseProcessing']
		]);
	});
});
