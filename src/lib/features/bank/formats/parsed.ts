import type { Question, Words } from '../question';
import type { ItemUse } from '../states';

/**
 * What may be wrong with a question of a file. `syntax`: it cannot be read there; `unsupported`: a kind, or a part of
 * one, that the bank does not keep (`what` names it); `fractions`: shares that do not make a whole; `numeric`: no number;
 * `unknownValue`: what a column about the question says is none of its values; `sameCode`: another one of the file has it;
 * `noMaterial`: what it asks about did not come along.
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
	'noMaterial',
	'tooLong',
	'unknownValue',
	'sameCode',
	'sameId',
	'weights',
	'levels'
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

/** What a file may say about a question beside what it asks; a difficulty in thousandths. */
export interface SaidAbout {
	area?: string;
	level?: string;
	difficulty?: number;
	seconds?: number;
	use?: ItemUse;
	competency?: string;
	module?: string;
	source?: string;
	reviewAgainOn?: string;
}

/** Material that several questions of a file belong to. */
export interface ParsedCase {
	code: string;
	title: Words;
	material: Words;
}

/** A question as a file has it. */
export interface ParsedQuestion {
	/** Where it begins in the file, from 1. */
	line: number;
	/** The file of a package that it stands in. */
	file?: string;
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
	about?: SaidAbout;
	/** Code of the case whose material it belongs to. */
	case?: string;
}

/** A file as it was understood. One bad question never costs the others. */
export interface ParsedFile {
	questions: ParsedQuestion[];
	/** Of the file as a whole. */
	problems: Problem[];
	/** Pictures that came inside the file, by the name under which the words show them. */
	pictures: ReadonlyMap<string, Uint8Array>;
	cases?: ParsedCase[];
}
