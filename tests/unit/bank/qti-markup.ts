import { parseQtiItem } from '$lib/features/bank/formats/qti/item';

/** Pieces of items, as other systems write them. */
export const read = (xml: string) => parseQtiItem(xml, { locale: 'en', fileName: 'item.xml' });

export const item = (declarations: string, body: string, processing: string, attributes = '') =>
	`<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem identifier="loan-1" title="Loans" ${attributes}>
${declarations}
${declarations.includes('"SCORE"') ? '' : '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'}
<itemBody>${body}</itemBody>
${processing}</assessmentItem>`;
export const response = (cardinality: string, baseType: string, inside = '', identifier = 'RESPONSE') =>
	`<responseDeclaration identifier="${identifier}" cardinality="${cardinality}" baseType="${baseType}">${inside}</responseDeclaration>`;
export const correct = (...values: string[]) =>
	`<correctResponse>${values.map((value) => `<value>${value}</value>`).join('')}</correctResponse>`;
export const mapping = (attributes: string, entries: Record<string, string>, more = '') =>
	`<mapping ${attributes}>${Object.entries(entries)
		.map(([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${value}" ${more}/>`)
		.join('')}</mapping>`;
export const template = (name: string) =>
	`<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/${name}"/>`;
export const choice = (maximum: number, ids = ['A', 'B', 'C']) =>
	`<choiceInteraction responseIdentifier="RESPONSE" maxChoices="${maximum}"><prompt>Which?</prompt>${ids
		.map((id) => `<simpleChoice identifier="${id}">Option ${id}</simpleChoice>`)
		.join('')}</choiceInteraction>`;
export const base = (type: string, value: string | number) =>
	`<baseValue baseType="${type}">${value}</baseValue>`;
export const given = '<variable identifier="RESPONSE"/>';
export const add = (value: number, to = 'SCORE') =>
	`<setOutcomeValue identifier="${to}"><sum><variable identifier="${to}"/>${base('float', value)}</sum></setOutcomeValue>`;
export const when = (condition: string, ...rules: string[]) =>
	`<responseCondition><responseIf>${condition}${rules.join('')}</responseIf></responseCondition>`;
export const rules = (...all: string[]) => `<responseProcessing>${all.join('')}</responseProcessing>`;
export const member = (id: string) => `<member>${base('identifier', id)}${given}</member>`;
/** Whatever was added up, at most one mark. */
export const capped = `<responseCondition><responseIf><gte><variable identifier="SCORE"/>${base('float', 1)}</gte>
<setOutcomeValue identifier="SCORE">${base('float', 1)}</setOutcomeValue></responseIf>
<responseElse><setOutcomeValue identifier="SCORE">${base('float', 0)}</setOutcomeValue></responseElse></responseCondition>`;
