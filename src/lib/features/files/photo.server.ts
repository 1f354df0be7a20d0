import { inspectFile } from '$lib/server/files/inspect';
import { isPhotoType, stripPhoto } from '$lib/server/files/strip';
import { Refusal } from '$lib/shared/errors';
import { FILE_LIMITS, fileSize } from '$lib/shared/file-kinds';
import { FAULT_CODES } from './rules';
import { takeBytes, type Upload } from './spool.server';

/**
 * A photograph (JPEG, PNG or WebP) in memory, ready to be kept without what it says of its place, time and device.
 * Throws `invalid` with the reason: another kind, broken, too large.
 */
export function takePhoto(bytes: Uint8Array): Upload {
	const limit = FILE_LIMITS.picture;
	const refuse = (code: Refusal['code'], params: Record<string, string> = {}) =>
		new Refusal('invalid', code, params, { file: code });
	if (bytes.length > limit) {
		throw refuse('files.file.too_large', { limit: fileSize(limit), size: fileSize(bytes.length) });
	}
	const found = inspectFile(bytes);
	if (!found.ok && found.fault.startsWith('picture_')) throw refuse(FAULT_CODES[found.fault]);
	if (!found.ok || !isPhotoType(found.mime)) throw refuse('files.file.not_photo');
	const stripped = stripPhoto(bytes, found.mime);
	if (!stripped) throw refuse('files.file.picture_broken');
	return takeBytes(stripped, ['picture']);
}
