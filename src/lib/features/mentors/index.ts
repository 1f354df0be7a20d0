export * from './vocabulary';
export {
	acceptProposalSchema,
	changeRowSchema,
	createMatchingSchema,
	discardMatchingSchema,
	endPauseSchema,
	intakeFilterSchema,
	pauseMentorSchema,
	proposePairSchema,
	publishMatchingSchema,
	refuseProposalSchema,
	saveProfileSchema,
	saveWishSchema,
	solveAgainSchema,
	withdrawProposalSchema
} from './schema';
export { fromAddress, PAGE_SIZE, poolFilterSchema, type PoolFilter } from './pool-filter';
export type { Outcomes } from './outcomes';
export type { Part, Score, Why } from './scoring';
export type { Figures, RowReason, Terms } from './matching/terms';
