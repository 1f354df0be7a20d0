/** What a stored file is for; decided by its bytes, never by its name. */
export const fileKinds = ['picture', 'video', 'captions', 'document'] as const;
export type FileKind = (typeof fileKinds)[number];

/** Most bytes of each kind. */
export const FILE_LIMITS: Record<FileKind, number> = {
	picture: 10 * 1024 * 1024,
	document: 20 * 1024 * 1024,
	captions: 1024 * 1024,
	video: 200 * 1024 * 1024
};

/** What a file chooser offers for each kind; the server looks at the bytes again. */
export const FILE_ACCEPT: Record<FileKind, string> = {
	picture: '.png,.jpg,.jpeg,.gif,.webp,.svg',
	document: '.pdf,.docx,.xlsx,.pptx',
	captions: '.vtt',
	video: '.mp4,.webm'
};

const MB = 1024 * 1024;
/** Bytes as people read them: `340 KB`, `12.4 MB`. */
export function fileSize(bytes: number): string {
	if (bytes >= MB) return `${Math.round((bytes / MB) * 10) / 10} MB`;
	return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

/** The ending of a file's name in capitals, e.g. `PDF`. */
export const fileEnding = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toUpperCase() ?? '';

/**
 * A name that may stand in a text and an address: letters of any script, digits, dots, hyphens and underscores. What
 * else a name holds becomes a hyphen; a folder before it is left out.
 */
export function tidyFileName(name: string): string {
	const bare = name.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
	const tidy = bare
		.replace(/[^\p{L}\p{N}._-]+/gu, '-')
		.replace(/-*\.-*/g, '.')
		.replace(/^[.-]+|[.-]+$/g, '');
	const ending = /\.[a-z0-9]{1,8}$/i.exec(tidy)?.[0].toLowerCase() ?? '';
	return `${tidy.slice(0, tidy.length - ending.length).slice(0, 80) || 'file'}${ending}`;
}
