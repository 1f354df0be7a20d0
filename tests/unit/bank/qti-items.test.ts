import { describe, expect, it } from 'vitest';
import { add, choice, correct, item, read, response, rules, template, when } from './qti-markup';

describe('items that are read in part or not at all', () => {
	const body = (inside: string) =>
		item(response('single', 'identifier', correct('A')), inside, template('match_correct'));
	it.each([
		[
			'hotspot',
			body('<hotspotInteraction responseIdentifier="RESPONSE"/>'),
			'unsupported',
			'hotspotInteraction',
			5
		],
		['two interactions', body(choice(1) + choice(1)), 'unsupported', '2 × choiceInteraction', 5],
		['adaptive', item('', '<p>x</p>', '', 'adaptive="true"'), 'unsupported', 'adaptive', 2],
		['templates', item('<templateDeclaration/>', choice(1), ''), 'unsupported', 'templateDeclaration', 3],
		[
			'stimulus',
			item('<assessmentStimulusRef href="s.xml"/>', choice(1), ''),
			'unsupported',
			'assessmentStimulusRef',
			3
		],
		['media', body(`<video src="a.mp4"/>${choice(1)}`), 'unsupported', 'video', 5],
		[
			'an operator of somebody',
			item(
				response('single', 'identifier'),
				choice(1),
				rules(when('<customOperator definition="x:Trim"/>', add(1)))
			),
			'unsupported',
			'x:Trim',
			6
		],
		[
			'another template',
			item(response('single', 'identifier'), choice(1), template('map_response_point')),
			'unsupported',
			'map_response_point',
			6
		],
		[
			'no key',
			item(response('single', 'identifier'), choice(1), template('match_correct')),
			'noKey',
			undefined,
			6
		],
		['broken', '<assessmentItem>\n<itemBody></p></assessmentItem>', 'syntax', undefined, 2],
		[
			'a declaration without a blank',
			'<?xml version="1.0"encoding="UTF-8"?><assessmentItem/>',
			'syntax',
			'<?xml',
			1
		],
		[
			'a DTD',
			'<!-- x -->\n<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
			'unsupported',
			'DOCTYPE',
			2
		]
	])('%s', (_name, xml, code, what, line) => {
		const { question, problems } = read(xml);
		expect(question).toBeNull();
		expect(problems).toEqual(
			[{ code, line, what: what ?? problems[0]!.what }].map((one) => (one.what ? one : { code, line }))
		);
	});

	it('takes what is correct where there is no processing, and says so', () => {
		const { question, problems } = read(item(response('single', 'identifier', correct('B')), choice(1), ''));
		expect(question).toMatchObject({ type: 'single', correct: 'b', policy: 'allOrNothing' });
		expect(problems).toEqual([{ code: 'unsupported', line: 2, what: 'responseProcessing', minor: true }]);
	});

	it('reads names of QTI 3, words with marks, feedback and what is always said', () => {
		const { question, problems, name } = read(`<qti-assessment-item identifier="q" title="Signature">
<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response><qti-value>y</qti-value></qti-correct-response></qti-response-declaration>
<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/><qti-outcome-declaration identifier="F" cardinality="multiple" base-type="identifier"/>
<qti-item-body><p>Who <b>must</b> sign &amp; date it?</p><qti-choice-interaction response-identifier="RESPONSE" max-choices="1">
<qti-simple-choice identifier="x">Nobody</qti-simple-choice><qti-simple-choice identifier="y"><p>The <i>customer</i></p></qti-simple-choice></qti-choice-interaction></qti-item-body>
<qti-response-processing><qti-response-condition><qti-response-if><qti-match><qti-variable identifier="RESPONSE"/><qti-correct identifier="RESPONSE"/></qti-match>
<qti-set-outcome-value identifier="SCORE"><qti-base-value base-type="float">1</qti-base-value></qti-set-outcome-value></qti-response-if></qti-response-condition>
<qti-set-outcome-value identifier="F"><qti-multiple><qti-variable identifier="RESPONSE"/><qti-base-value base-type="identifier">all</qti-base-value></qti-multiple></qti-set-outcome-value></qti-response-processing>
<qti-modal-feedback outcome-identifier="F" identifier="x" show-hide="show"><qti-content-body><p>Look again.</p></qti-content-body></qti-modal-feedback>
<qti-modal-feedback outcome-identifier="F" identifier="all" show-hide="show"><qti-content-body>Article 5.</qti-content-body></qti-modal-feedback>
</qti-assessment-item>`);
		expect([name, problems]).toEqual(['Signature', []]);
		expect(question).toEqual({
			type: 'single',
			stem: { en: 'Who **must** sign & date it?' },
			options: [
				{ id: 'a', text: { en: 'Nobody' }, feedback: { en: 'Look again.' } },
				{ id: 'b', text: { en: 'The *customer*' } }
			],
			correct: 'b',
			policy: 'allOrNothing',
			explanation: { en: 'Article 5.' }
		});
	});
});
