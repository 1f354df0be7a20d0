import type { Verification } from './verification';
import type { FileReport } from './credentials/check-file';

/** What the register says of a file's hash: whose file it is, and nothing of a file that is not known. */
export interface KnownFile {
	/** Whether the site handed out exactly this file. */
	issued: boolean;
	verification: Verification | null;
}

/** What is said of a file that somebody has. */
export interface FileAnswer extends KnownFile {
	/** Of a credential; null for a PDF, which only its hash tells. */
	report: FileReport | null;
}
