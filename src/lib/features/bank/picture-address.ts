import type { StoredPicture } from './words.server';

/** Where staff see the pictures of a version of an item or a case, by the names under which its words show them. */
export const pictureAddress =
	(versionId: string, pictures: Record<string, string>) =>
	(name: string): StoredPicture | undefined =>
		Object.hasOwn(pictures, name)
			? { address: `/staff/items/pictures/${pictures[name]}?of=${versionId}` }
			: undefined;
