/** What came of somebody's mentoring so far. */
export interface Outcomes {
	/** Minutes of all their trainees that count. */
	minutes: number;
	/** Pairings that were completed, that were broken off (by request or by HR), and all that ended. */
	completed: number;
	broken: number;
	ended: number;
	/** Grade exams that trainees sat while paired with them or in the half year after, and those passed. */
	sat: number;
	passed: number;
}

export const noOutcomes: Outcomes = { minutes: 0, completed: 0, broken: 0, ended: 0, sat: 0, passed: 0 };

/**
 * The share of what could go well that did, 0 to 1: pairings completed and exams passed. One more of each is added, so
 * that nothing known is a half and a single case says little. A transfer or somebody's leaving is nobody's failure.
 */
export const successOf = ({ completed, broken, sat, passed }: Outcomes): number =>
	(completed + passed + 1) / (completed + broken + sat + 2);
