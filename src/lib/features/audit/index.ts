export { csvLine } from '$lib/shared/csv';
export { auditFilter, auditKinds, type AuditFilter } from './filter';
export { idsIn, type Change } from './changes';
