/** Files of questions come in the same encodings as the tables of people. */
export { decodeText } from '$lib/shared/decode-text';
