import {
	FOLLOW_ASSIGNMENTS,
	FOLLOW_ASSIGNMENTS_CRON,
	followAssignments,
	followPerson,
	REMIND_ASSIGNEES,
	REMIND_ASSIGNEES_CRON,
	remindAssignees,
	tellAssigned
} from '$lib/features/assignments/index.server';
import { readImport, runAssembly } from '$lib/features/bank/index.server';
import {
	REMIND_EXPIRING,
	REMIND_EXPIRING_CRON,
	remindExpiring
} from '$lib/features/certificates/index.server';
import {
	leaveClassesOfLeaver,
	REMIND_SESSIONS,
	REMIND_SESSIONS_CRON,
	remindSessions
} from '$lib/features/classes/index.server';
import { closeAttempt, markAttempt, measureItems, sweepAttempts } from '$lib/features/exams/index.server';
import {
	endPairingsOfLeaver,
	LAPSE_SHADOWING,
	LAPSE_SHADOWING_CRON,
	lapseShadowing,
	REMIND_MENTORING,
	REMIND_MENTORING_CRON,
	remindMentoring
} from '$lib/features/mentoring/index.server';
import { flagUnqualified, solveMatching } from '$lib/features/mentors/index.server';
import {
	ADVANCE_CASES,
	ADVANCE_CASES_CRON,
	advanceCases,
	REFRESH_STANDINGS,
	refreshStandings,
	simulatePolicy,
	tellHeads,
	withdrawCasesOfLeaver
} from '$lib/features/tiers/index.server';
import type { Wiring } from '$lib/server/application';

/** The one list: job -> handler, event -> reactions, schedule. */
export const wiring: Wiring = {
	jobs: {
		'assignments.assignment.tell': tellAssigned,
		[FOLLOW_ASSIGNMENTS]: async (ctx) => void (await followAssignments(ctx)),
		[REMIND_ASSIGNEES]: remindAssignees,
		'bank.assembly.run': runAssembly,
		'bank.import.read': readImport,
		'exams.attempt.close': async (ctx, data) => void (await closeAttempt(ctx, data)),
		'exams.attempt.mark': async (ctx, data) => void (await markAttempt(ctx, data)),
		'exams.attempt.sweep': sweepAttempts,
		[REMIND_EXPIRING]: remindExpiring,
		[REMIND_MENTORING]: remindMentoring,
		[REMIND_SESSIONS]: remindSessions,
		'tiers.policy.simulate': simulatePolicy,
		[LAPSE_SHADOWING]: async (ctx) => void (await lapseShadowing(ctx)),
		'mentors.matching.solve': solveMatching,
		[ADVANCE_CASES]: async (ctx) => void (await advanceCases(ctx)),
		[REFRESH_STANDINGS]: async (ctx) => void (await refreshStandings(ctx))
	},
	reactions: {
		'exams.result.release': { measure_items: measureItems },
		'mentoring.entry.submit': { flag_unqualified: flagUnqualified },
		'people.person.leave': {
			end_assignments: followPerson,
			end_pairings: endPairingsOfLeaver,
			leave_classes: leaveClassesOfLeaver,
			withdraw_cases: withdrawCasesOfLeaver
		},
		'people.unit.head': { tell_heads: tellHeads }
	},
	schedules: {
		[FOLLOW_ASSIGNMENTS]: FOLLOW_ASSIGNMENTS_CRON,
		[REMIND_ASSIGNEES]: REMIND_ASSIGNEES_CRON,
		'exams.attempt.sweep': '* * * * *',
		[REMIND_EXPIRING]: REMIND_EXPIRING_CRON,
		[LAPSE_SHADOWING]: LAPSE_SHADOWING_CRON,
		[REMIND_MENTORING]: REMIND_MENTORING_CRON,
		[REMIND_SESSIONS]: REMIND_SESSIONS_CRON,
		[ADVANCE_CASES]: ADVANCE_CASES_CRON,
		[REFRESH_STANDINGS]: '* * * * *'
	}
};
