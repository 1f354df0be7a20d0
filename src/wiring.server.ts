import {
	assignedAnew,
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
	FOLLOW_CONDITIONS,
	FOLLOW_CONDITIONS_CRON,
	followConditions,
	issueRequested,
	moduleRenewals,
	REMIND_EXPIRING,
	REMIND_EXPIRING_CRON,
	remindExpiring,
	signCredentials,
	signLists,
	sweepCredentials,
	tellAtStake,
	watchLists
} from '$lib/features/certificates/index.server';
import {
	leaveClassesOfLeaver,
	REMIND_SESSIONS,
	REMIND_SESSIONS_CRON,
	remindSessions
} from '$lib/features/classes/index.server';
import {
	analyseSitting,
	answerConditionsWith,
	keepTime,
	markAttempts,
	measureItems,
	PRESENCE_MS,
	sweepAnalyses,
	sweepAttempts,
	TICK_MS,
	WARM_MS,
	warmRooms,
	writePresence
} from '$lib/features/exams/index.server';
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
	answerConditionsOfPerson,
	REFRESH_STANDINGS,
	refreshStandings,
	simulatePolicy,
	tellHeads,
	withdrawCasesOfLeaver
} from '$lib/features/tiers/index.server';
import { findAgainWith } from '$lib/features/training/index.server';
import type { Wiring } from '$lib/server/application';

// What registering for an exam asks is answered as standards answer it.
answerConditionsWith(answerConditionsOfPerson);
// Why a module is taken again is for certificates and assignments to say.
findAgainWith({ renewals: moduleRenewals, asked: assignedAnew });

/** The one list: job -> handler, event -> reactions, ticks, schedule. */
export const wiring: Wiring = {
	jobs: {
		'assignments.assignment.tell': tellAssigned,
		[FOLLOW_ASSIGNMENTS]: async (ctx) => void (await followAssignments(ctx)),
		[REMIND_ASSIGNEES]: remindAssignees,
		'bank.assembly.run': runAssembly,
		'bank.import.read': readImport,
		'certificates.credential.sign': signCredentials,
		'certificates.credential.sweep': sweepCredentials,
		'certificates.list.sign': signLists,
		'certificates.list.watch': watchLists,
		'certificates.request.issue': issueRequested,
		'exams.analysis.sweep': sweepAnalyses,
		'exams.attempt.mark': async (ctx, data) => void (await markAttempts(ctx, data)),
		'exams.attempt.sweep': sweepAttempts,
		'exams.sitting.analyse': async (ctx, data) => void (await analyseSitting(ctx, data)),
		[FOLLOW_CONDITIONS]: (ctx) => followConditions(ctx),
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
		'exams.result.fall': { tell_at_stake: tellAtStake },
		'exams.result.release': { measure_items: measureItems },
		'regrading.regrade.apply': { measure_items: measureItems },
		'mentoring.entry.submit': { flag_unqualified: flagUnqualified },
		'people.person.leave': {
			end_assignments: followPerson,
			end_pairings: endPairingsOfLeaver,
			leave_classes: leaveClassesOfLeaver,
			suspend_certificates: followConditions,
			withdraw_cases: withdrawCasesOfLeaver
		},
		'people.unit.head': { tell_heads: tellHeads }
	},
	ticks: {
		'exams.time.keep': { everyMs: TICK_MS, run: keepTime },
		'exams.presence.write': { everyMs: PRESENCE_MS, run: async (ctx) => void (await writePresence(ctx)) },
		'exams.rooms.warm': { everyMs: WARM_MS, run: async (ctx) => void (await warmRooms(ctx)) }
	},
	schedules: {
		[FOLLOW_ASSIGNMENTS]: FOLLOW_ASSIGNMENTS_CRON,
		[REMIND_ASSIGNEES]: REMIND_ASSIGNEES_CRON,
		'certificates.credential.sweep': '* * * * *',
		'certificates.list.watch': '0 9 * * *',
		'exams.analysis.sweep': '* * * * *',
		'exams.attempt.sweep': '* * * * *',
		[FOLLOW_CONDITIONS]: FOLLOW_CONDITIONS_CRON,
		[REMIND_EXPIRING]: REMIND_EXPIRING_CRON,
		[LAPSE_SHADOWING]: LAPSE_SHADOWING_CRON,
		[REMIND_MENTORING]: REMIND_MENTORING_CRON,
		[REMIND_SESSIONS]: REMIND_SESSIONS_CRON,
		[ADVANCE_CASES]: ADVANCE_CASES_CRON,
		[REFRESH_STANDINGS]: '* * * * *'
	}
};
