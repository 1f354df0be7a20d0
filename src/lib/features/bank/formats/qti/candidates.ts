import type { Question } from '../../question';
import type { Declaration } from './declarations';
import type { Item } from './item';
import type { Proof } from './proof';
import { Unread, type Element } from './xml';

/** Most options, gaps, pairs or accepted answers of one question: what is tried grows with their square. */
const MOST_PARTS = 50;

/** The parts of a question, refused where there are more than anybody writes. */
export function limited<T>(parts: T[], { line }: { line: number }): T[] {
	if (parts.length > MOST_PARTS) throw new Unread('manyOptions', line, String(parts.length));
	return parts;
}

/** The response variable of an interaction. */
export function declarationOf(interaction: Element, { processing }: Item): Declaration {
	const declaration = processing.declarations.get(interaction.attributes.get('responseIdentifier') ?? '');
	if (!declaration) throw new Unread('unsupported', interaction.line, 'responseDeclaration');
	return declaration;
}

/** The question that scores as the file does. Without any response processing what is correct stands for it. */
export function proven<T extends Question>(candidates: T[], proof: Proof, item: Item): T {
	const found = candidates.find((candidate) => proof.holds(candidate));
	if (!found) throw new Unread('unsupported', item.processing.line, item.processing.method);
	if (item.processing.isAbsent)
		item.problems.push({
			code: 'unsupported',
			line: item.root.line,
			what: 'responseProcessing',
			minor: true
		});
	return found;
}

/** Our own word on how it is scored comes first, where the file has it. */
export const preferred = <T extends { policy: string }>(interaction: Element, candidates: T[]): T[] => {
	const policy = interaction.attributes.get('data-policy');
	return [
		...candidates.filter((one) => one.policy === policy),
		...candidates.filter((one) => one.policy !== policy)
	];
};
