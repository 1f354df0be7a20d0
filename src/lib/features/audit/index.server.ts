export { recordAudit, type AuditEntry, type AuditRow } from './record.server';
export { verifyAuditChain, type ChainState } from './verify.server';
