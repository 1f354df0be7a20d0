export * from './vocabulary';
export type { Part, Score, Why } from './scoring';
