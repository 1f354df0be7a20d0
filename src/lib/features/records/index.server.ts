export { readRecord } from './commands/read-record.server';
export { mayReadRecord } from './subject.server';
export { brokenParts } from './seal.server';
export { getExamStatistics, type ExamStatistics, type Rate } from './queries/statistics.server';
export type { DriftedItem } from './queries/drifts.server';
export { exportExamStatistics } from './queries/statistics-file.server';
