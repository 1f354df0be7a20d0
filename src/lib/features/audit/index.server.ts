export { recordAudit, recordAudits, type AuditEntry, type AuditRow } from './record.server';
export { verifyAuditChain, type ChainState } from './verify.server';
export { findLastEntry, listActions } from './queries.server';
export { readLog } from './commands/read-log.server';
export { verifyLog } from './commands/verify-log.server';
export { exportLog } from './commands/export-log.server';
