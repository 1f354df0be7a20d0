export { assessmentFacts, assessmentSource, type AssessmentFact } from './facts.server';
export { createPeriod } from './commands/create-period.server';
export { recordResult } from './commands/record-result.server';
export { importResults, previewResults } from './commands/import-results.server';
export { resultSheet } from './result-importer.server';
export { getPeriod, listPeriods, type Period } from './queries/periods.server';
export { getDistribution, listResults, type ListedResult } from './queries/results.server';
export { listMissing } from './queries/missing.server';
export { getResult, listPersonResults, type PersonResult } from './queries/person-results.server';
