export * from './schema';
export { computeTotal, defaultIndicators, distributionSteps, type Indicator, type Scores } from './rules';
export { resultFilter, type ResultFilter } from './filter';
