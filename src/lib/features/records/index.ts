export { recordFormats, recordParts, type RecordFormat, type RecordPart } from './file';
export { statisticsFilterSchema } from './statistics/filter';
