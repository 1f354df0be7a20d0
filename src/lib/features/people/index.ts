export * from './schema';
export * from './evidence';
export { mayGrantRole, mayHoldTogether, mayManageAccount, missingNumbers, type HeldRole } from './rules';
export { MIN_PASSWORD_LENGTH } from './password-rules';
export {
	peopleFilter,
	pageNumber,
	peopleSorts,
	personStatuses,
	type PeopleFilter,
	type PersonStatus
} from './filter';
