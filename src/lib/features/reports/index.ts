export { presetsOf, reportFilter, type ReportFilter } from './filter';
export { matrixOf, monthsOf, rollUp } from './rules';
