import type { Question } from '../question';

/**
 * What may be wrong with a question of a file. `syntax`: it cannot be read there; `unsupported`: a kind, or a part of
 * one, that the bank does not keep (`what` names it); `fractions`: shares that do not make a whole; `numeric`: no number.
 */
export const problemCodes = [
	'encoding',
	'syntax',
	'unsupported',
	'empty',
	'noStem',
	'fewOptions',
	'manyOptions',
	'sameOption',
	'noKey',
	'manyKeys',
	'unknownKey',
	'fractions',
	'numeric',
	'gaps',
	'pairs',
	'noPicture',
	'tooLong'
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export interface Problem {
	code: ProblemCode;
	/** In the file, from 1. */
	line: number;
	/** What the problem is about, as the file writes it: shown beside the words. */
	what?: string;
	/** The question can be taken all the same: something of it was left out or changed. */
	minor?: true;
}

/** A question as a file has it. */
export interface ParsedQuestion {
	/** Where it begins in the file, from 1. */
	line: number;
	/** Its title or identifier in the file; '' when it has none. */
	name: string;
	/** The categories around it, the outermost first. */
	category: string[];
	tags: string[];
	/** Null when a problem that is not minor keeps it out. */
	question: Question | null;
	problems: Problem[];
	/** Names of the pictures that its words show. */
	pictures: string[];
}

/** A file as it was understood. One bad question never costs the others. */
export interface ParsedFile {
	questions: ParsedQuestion[];
	/** Of the file as a whole. */
	problems: Problem[];
	/** Pictures that came inside the file, by the name under which the words show them. */
	pictures: ReadonlyMap<string, Uint8Array>;
}
