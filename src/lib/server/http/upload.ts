import type { ErrorCode } from '$lib/i18n/codes';
import { MAX_CHARACTERS } from '$lib/shared/import';
import type { SentFile } from '$lib/shared/form';
import { decodeText } from '../import';

/** The text of a form's file `file`, for `uploadSchema`; what stands in the way when it cannot be read. */
export async function uploadedText(form: FormData): Promise<{ text?: string; unreadable?: ErrorCode }> {
	const file = form.get('file');
	if (!(file instanceof Blob) || !file.size) return {};
	// Four bytes are the most that a character takes.
	if (file.size > 4 * MAX_CHARACTERS) return { unreadable: 'app.import.too_large' };
	const text = decodeText(new Uint8Array(await file.arrayBuffer()));
	if (text === null) return { unreadable: 'app.import.encoding' };
	return text.length > MAX_CHARACTERS ? { unreadable: 'app.import.too_large' } : { text };
}

/** A form's file as its bytes, for `schema` fields of `uploadedFileSchema`; nothing when none was chosen. */
export async function uploadedFile(
	form: FormData,
	field = 'file'
): Promise<Record<string, { name: string; bytes: Uint8Array }>> {
	const file = form.get(field);
	if (!(file instanceof File) || (!file.size && !file.name)) return {};
	return { [field]: { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } };
}

/** A CSV file to download. */
export const csvFile = (text: string, name: string): Response =>
	new Response(text, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}.csv"`
		}
	});

/** The files of a form's field, without the empty one that a browser sends when none was chosen. */
export async function sentFiles(form: FormData, field = 'file'): Promise<SentFile[]> {
	const files = form.getAll(field).filter((one): one is File => one instanceof File && one.size > 0);
	return Promise.all(
		files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }))
	);
}
