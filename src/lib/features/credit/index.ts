export {
	acceptOutsideSchema,
	claimFilter,
	claimOutsideSchema,
	claimStates,
	correctEntrySchema,
	MOST_FILES,
	MOST_PARTS,
	refuseOutsideSchema,
	setRequirementSchema,
	withdrawOutsideSchema,
	type ClaimFilter,
	type ClaimState
} from './schema';
export { holdAgainst, sumBy, type Requirement, type RequirementPart } from './rules';
