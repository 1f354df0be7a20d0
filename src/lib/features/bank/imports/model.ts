import type { KnowledgeArea, Level } from '$lib/content/question-vocabulary';
import type { Locale } from '$lib/i18n/locales';
import type { ParsedCase, Problem, SaidAbout } from '../formats/parsed';
import type { ItemUse } from '../states';

/** Formats of files that questions come in and go out in. */
export const importFormats = ['gift', 'aiken', 'moodleXml', 'qti', 'xlsx', 'csv'] as const;
export type ImportFormat = (typeof importFormats)[number];

/** Most questions of one file. */
export const MOST_QUESTIONS = 20_000;

/** What the form says for questions whose file does not. */
export interface ImportDefaults {
	/** Of words that do not say their own. */
	language: Locale;
	area: KnowledgeArea;
	level: Level;
	/** In thousandths. */
	difficulty: number;
	/** Null for what is usual for the kind. */
	seconds: number | null;
	use: ItemUse;
	tags: string[];
	source: string | null;
	/** As the person chose; null where the content says it. */
	format: ImportFormat | null;
}

/** Why nothing of a file could be read. */
export const importFaults = [
	...[
		'unknown',
		'encoding',
		'empty',
		'not_format',
		'columns',
		'many',
		'doctype',
		'failed',
		'pictures',
		'table'
	],
	...['broken', 'encrypted', 'name', 'many_files', 'large', 'no_sheet']
] as const;
export type ImportFault = (typeof importFaults)[number];

/** A picture that came along, and where it lies in the bytes that are kept until the file is confirmed. */
export interface KeptPicture {
	name: string;
	mime: string;
	at: number;
	size: number;
	width?: number;
	height?: number;
}

/** Why a question without problems stayed out. */
export type LeftWhy = 'chosen' | 'alike' | 'same' | 'changed' | 'problems';

export interface ImportSummary {
	fault?: { code: ImportFault; what?: string };
	/** Of the file as a whole. */
	problems: Problem[];
	cases: ParsedCase[];
	/** Codes of cases that the bank words in another way: its own words stay. */
	otherCases?: string[];
	pictures: KeptPicture[];
	/** Heads of columns that nobody knows. */
	unknown?: string[];
	/** Once it is confirmed. */
	result?: { created: number; changed: number; left: number };
}

/** What is kept of a question of a file beside its words. */
export interface ImportedAbout extends SaidAbout {
	name: string;
	/** Of a package: the file that it stands in. */
	file?: string;
	tags: string[];
	case?: string;
	pictures: string[];
	/** Whether it enters when the file is confirmed. */
	taken: boolean;
	/** The bank has it under its code exactly so. */
	same?: true;
	/** Line of one before it in the file that says nearly the same. */
	sameAs?: number;
	/** Why it stayed out. */
	left?: LeftWhy;
}

/** An item of the bank that says nearly the same. */
export interface Alike {
	code: string;
	status: string;
	/** 0 to 1. */
	likeness: number;
}
