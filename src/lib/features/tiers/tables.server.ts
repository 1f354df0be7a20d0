// Every table of the feature, by question.
export * from './tables/policies.tables.server';
export * from './tables/cases.tables.server';
export * from './tables/outcomes.tables.server';
export * from './tables/evidence.tables.server';
export * from './tables/standings.tables.server';
