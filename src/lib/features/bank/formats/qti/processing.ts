import { readOutcomes, readResponses, single, type Declaration, type Value } from './declarations';
import { evaluate, isSame, isTrue, mapResponse, type Run } from './expressions';
import { childOf, elements, Unread, type Element } from './xml';

/** What a candidate answered, by response variable. */
export type Responses = ReadonlyMap<string, Value>;
type Forced = Pick<Run, 'forced' | 'forcedMaps'>;

export interface Result {
	score: number;
	/** All outcomes, for the feedback that they show. */
	outcomes: ReadonlyMap<string, Value>;
}

export interface Processing {
	declarations: ReadonlyMap<string, Declaration>;
	/** The rules themselves, null where a template or nothing stands for them. */
	rules: Element | null;
	/** What it is called and where it stands, for whoever is told that it cannot be kept. */
	method: string;
	line: number;
	/** There is neither a template nor a rule: what is correct is all that the file says. */
	isAbsent: boolean;
	/** What the item declares as most that SCORE reaches; 0: nothing. */
	declaredMaximum: number;
	/** @throws Unread for what is not understood */
	run(responses: Responses, forced?: Forced): Result;
}

/** Steps of all runs over one item. */
const BUDGET = 2_000_000;
class Exit extends Error {}

/**
 * Response processing as a function: what an answer scores. Importing asks it about answers instead of recognising the
 * ways in which people write the rules.
 */
export function readProcessing(root: Element, total?: { left: number }): Processing {
	const declarations = readResponses(root);
	const outcomes = readOutcomes(root);
	const node = childOf(root, 'responseProcessing');
	const template = node?.attributes.get('template') || node?.attributes.get('templateLocation') || '';
	const rules = node && elements(node).length ? node : null;
	const isAbsent = !rules && !template;
	const budgets = [{ left: BUDGET }, ...(total ? [total] : [])];

	const run = (responses: Responses, forced: Forced = {}): Result => {
		const state: Run = {
			declarations,
			responses,
			outcomes: new Map([...outcomes].map(([name, { initial }]) => [name, initial])),
			budgets,
			...forced
		};
		if (!state.outcomes.has('SCORE')) state.outcomes.set('SCORE', single(0));
		if (rules) {
			try {
				perform(elements(rules), state);
			} catch (error) {
				if (!(error instanceof Exit)) throw error;
			}
		} else state.outcomes.set('SCORE', byTemplate(state));
		const score = Number(state.outcomes.get('SCORE')?.items[0] ?? 0);
		if (!Number.isFinite(score)) throw new Unread('unsupported', root.line, 'SCORE');
		return { score, outcomes: state.outcomes };
	};

	/** What the standard templates set (2.2 implementation guide, "Response Processing Templates"). */
	function byTemplate(state: Run): Value {
		const first =
			declarations.get('RESPONSE') ?? (declarations.size === 1 ? [...declarations.values()][0] : undefined);
		if (!first || (isAbsent && declarations.size > 1))
			throw new Unread('unsupported', root.line, 'responseDeclaration');
		const line = node?.line ?? root.line;
		if (!isAbsent && templateName(template, line) === 'map_response')
			return mapResponse(first.identifier, line, state);
		if (!first.correct) throw new Unread('noKey', line);
		const given = state.responses.get(first.identifier) ?? null;
		return single(given && isSame(given, first.correct) ? 1 : 0);
	}

	function perform(list: Element[], state: Run): void {
		for (const rule of list) {
			const name = rule.attributes.get('identifier') ?? '';
			switch (rule.name) {
				case 'responseCondition':
					perform(branchOf(rule, state), state);
					break;
				case 'responseProcessingFragment':
					perform(elements(rule), state);
					break;
				case 'setOutcomeValue':
					state.outcomes.set(name, elements(rule)[0] ? evaluate(elements(rule)[0]!, state) : null);
					break;
				case 'lookupOutcomeValue': {
					const lookup = outcomes.get(name)?.lookup;
					if (!lookup) throw new Unread('unsupported', rule.line, rule.name);
					const from = elements(rule)[0] ? evaluate(elements(rule)[0]!, state) : null;
					const found = from && lookup(Number(from.items[0]));
					state.outcomes.set(name, found === null ? null : single(found));
					break;
				}
				case 'exitResponse':
					throw new Exit();
				default:
					throw new Unread('unsupported', rule.line, rule.name);
			}
		}
	}

	return {
		declarations,
		rules,
		method: template
			? `responseProcessing: ${template.split('/').at(-1)!.slice(0, 60)}`
			: 'responseProcessing',
		line: node?.line ?? root.line,
		isAbsent,
		declaredMaximum: outcomes.get('SCORE')?.normalMaximum ?? 0,
		run
	};
}

function branchOf(rule: Element, state: Run): Element[] {
	for (const branch of elements(rule)) {
		const [condition, ...rules] = elements(branch);
		if (branch.name === 'responseElse') return elements(branch);
		if (condition && isTrue(evaluate(condition, state))) return rules;
	}
	return [];
}

/** The last part of the address, as every version writes another beginning. CC2 ones say the same by other names. */
function templateName(address: string, line: number): 'match_correct' | 'map_response' {
	const name = (address.split('/').at(-1) ?? '').replace(/\.xml$/i, '');
	if (/^(CC2_)?(match_correct|match)(_basic)?$/i.test(name)) return 'match_correct';
	if (/^(CC2_)?map_response(_basic)?$/i.test(name)) return 'map_response';
	throw new Unread('unsupported', line, name.slice(0, 100) || 'template');
}
