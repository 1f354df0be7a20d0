export {
	appealOutcomes,
	appealStates,
	policies,
	regradeKinds,
	regradeStates,
	type AppealOutcome,
	type AppealState,
	type Policy,
	type RegradeKind,
	type RegradeState
} from './states';
export {
	approveRegradeSchema,
	decideAppealSchema,
	draftRegradeSchema,
	keptRegradeSchema,
	makeAppealSchema,
	ofRegradeSchema,
	rejectRegradeSchema,
	withdrawAppealSchema
} from './schema';
