/** Where a picture of an entry is read. */
export const pictureAddress = (entryId: string, fileId: string): string =>
	`/mentoring/entries/${entryId}/pictures/${fileId}`;
