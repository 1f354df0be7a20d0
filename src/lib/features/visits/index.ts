export {
	acceptReportSchema,
	approveVisitSchema,
	assignVisitSchema,
	closeVisitSchema,
	MOST_FILES,
	PROGRAMME_LINES,
	requestVisitSchema,
	returnReportSchema,
	submitReportSchema,
	visitFilter,
	visitViews,
	withdrawVisitSchema,
	type VisitFilter,
	type VisitView
} from './schema';
export { programmeMinutes, type ProgrammeRow } from './rules';
export type { ReportState, VisitState } from './states';
