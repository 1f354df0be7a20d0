export { auditFilter, auditKinds, type AuditFilter } from './filter';
export type { Change } from './changes';
