/** Name and version of the file's shape: kept in it. Whatever is changed in a part gets a new version. */
export const RECORD_FORMAT = 'jinjie-exam-record/1';

/** The parts of a file, in the order in which it is read. */
export const recordParts = [
	'attempt',
	'paper',
	'keys',
	'answers',
	'events',
	'results',
	'marking',
	'practical',
	'holds',
	'regrades',
	'appeals',
	'audit',
	'people'
] as const;
export type RecordPart = (typeof recordParts)[number];

/** How a file is taken away. */
export const recordFormats = ['json', 'pdf'] as const;
export type RecordFormat = (typeof recordFormats)[number];
