import { z } from 'zod';
import type { ErrorCode } from '$lib/i18n/codes';
import { key } from './form';

/** Most lines of a file, so that entering them ends before anybody's patience and connection do. */
export const MAX_LINES = 2000;
/** Most characters of a file. */
export const MAX_CHARACTERS = 400_000;

/** Why a line cannot be entered; `field` is the column it belongs to, when it belongs to one. */
export interface Problem {
	field: string | null;
	code: ErrorCode;
	params?: Record<string, string | number>;
}

export interface PreviewLine {
	/** Line of the file, the head is 1. */
	line: number;
	values: Record<string, string>;
	/** Whom or what the line is about, once that is known. */
	about: string | null;
	problems: Problem[];
}

/** What would happen if a file were entered. Nothing has happened yet. */
export interface Preview {
	/** The file's text as it was understood: confirming sends it back. */
	text: string;
	columns: { key: string; label: string }[];
	/** Heads of the file that no column is called by. */
	unknown: string[];
	ready: number;
	refused: number;
	/** The refused lines, then the first of the others. */
	lines: PreviewLine[];
	/** Lines that are not shown. */
	more: number;
}

/** What came of a confirmed file. */
export interface Imported {
	entered: number;
	left: number;
}

/** A file as `uploadedText` read it. */
export const uploadSchema = z
	.object({ text: z.string().default(''), unreadable: z.string().optional() })
	.superRefine(({ text, unreadable }, issues) => {
		if (text.trim() && !unreadable) return;
		issues.addIssue({
			code: 'custom',
			path: ['file'],
			message: unreadable ?? key('app.import.no_file')
		});
	});

/** A file that was looked at and is confirmed. */
export const confirmSchema = z.object({
	text: z.string(key('app.import.no_file')).min(1, key('app.import.no_file')).max(MAX_CHARACTERS)
});
export type ImportFile = { text: string };
