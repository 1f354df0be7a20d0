/** Ids of files by the names under which words show them. */
export type PictureIds = Record<string, string>;

/** Names the attempt and the file, never the picture: its name might tell something. */
export const pictureAddress = (attemptId: string, fileId: string): string =>
	`/attempt/${attemptId}/pictures/${fileId}`;

/**
 * What stands around the words of a version on the paper of an attempt. Addresses differ by attempt: words with pictures
 * are not kept for others.
 */
export function aroundVersion(attemptId: string, version: string, pictures: PictureIds) {
	if (!Object.keys(pictures).length) return { version };
	const picture = (name: string) => {
		const fileId = Object.hasOwn(pictures, name) ? pictures[name] : undefined;
		return fileId === undefined ? undefined : { address: pictureAddress(attemptId, fileId) };
	};
	return { version: null, picture };
}
