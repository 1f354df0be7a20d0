export { refuseLength, takeBytes, takeStream, type Upload } from './spool.server';
export { takePhoto } from './photo.server';
export { storeFile, type NewFile } from './store.server';
export { getFile, readFileRange, readWholeFile, type StoredFile } from './read.server';
export { fileAnswer } from './answer.server';
