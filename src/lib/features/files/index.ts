export {
	FILE_ACCEPT,
	FILE_LIMITS,
	fileEnding,
	fileKinds,
	fileSize,
	tidyFileName,
	type FileKind
} from '$lib/shared/file-kinds';
