export * from './entry';
export * from './send';
export * from './store';
export * from './check';
