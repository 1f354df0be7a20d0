export { auditFilter, auditKinds, type AuditFilter } from './filter';
export { idsIn, type Change } from './changes';
