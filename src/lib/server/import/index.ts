export { readTable, type RawTable } from './read';
export { decodeText } from '$lib/shared/decode-text';
export { languages, templateOf, type Sheet, type SheetColumn } from './sheet';
export {
	linesBefore,
	previewImport,
	runImport,
	type CheckedLine,
	type Importer,
	type ReadLine
} from './importer';
