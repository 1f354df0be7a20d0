import { stripJpeg } from './jpeg';
import { stripPng } from './png';
import { stripWebp } from './webp';

const strippers = { 'image/jpeg': stripJpeg, 'image/png': stripPng, 'image/webp': stripWebp };

/** The kinds of photographs that can be freed of what they say beside the picture. */
export type PhotoType = keyof typeof strippers;
export const isPhotoType = (mime: string): mime is PhotoType => mime in strippers;

/**
 * A photograph without metadata: when, where, with what and by whom it was taken goes, how it is turned stays. Null
 * when it is cut off or damaged.
 */
export const stripPhoto = (bytes: Uint8Array, mime: PhotoType): Uint8Array | null => strippers[mime](bytes);
