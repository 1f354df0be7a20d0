import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import { can } from '$lib/access/can';
import { createPairingSchema, purposes } from '$lib/features/mentoring';
import { rulesOn } from '$lib/features/mentoring/index.server';
import { loadI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import { linesBefore, type Importer, type ReadLine, type Sheet } from '$lib/server/import';
import { addMonths, dateIn } from '$lib/shared/dates';
import { isoDate, requiredText } from '$lib/shared/form';
import type { Problem } from '$lib/shared/import';
import { z } from 'zod';
import { pairings } from '../mentoring/tables.server';
import { people, units } from '../people/tables.server';
import { loadMentors, type Mentor } from './candidates.server';
import { pairTwo } from './commands/pair-two.server';
import { loadNeeds, type Trainee } from './needs.server';
import { exclusionOf } from './scoring';
import { requireStaff } from './subject.server';

const terms = createPairingSchema.in.shape;
const line = z.object({
	traineeNo: requiredText(20).transform((text) => text.toUpperCase()),
	mentorNo: requiredText(20).transform((text) => text.toUpperCase()),
	startsOn: isoDate,
	endsOn: isoDate,
	plannedHours: terms.plannedHours,
	purpose: z
		.union([z.literal('').transform(() => 'induction' as const), z.enum(purposes)])
		.default('induction'),
	goal: terms.goal
});
type Line = z.output<typeof line>;
type Pair = Parameters<typeof pairTwo>[1];

/** The file by which the pairings of an intake come in: a line for each trainee. */
export function pairingSheet(ctx: Context): Sheet {
	const today = dateIn(ctx.now);
	const required = true;
	return {
		columns: [
			{ key: 'traineeNo', label: 'staffMentoring.import.traineeNo', required, example: 'JH0999' },
			{ key: 'mentorNo', label: 'staffMentoring.import.mentorNo', required, example: 'JH0042' },
			{ key: 'startsOn', label: 'mentoring.agreement.startsOn', required, date: true, example: today },
			{
				key: 'endsOn',
				label: 'mentoring.agreement.endsOn',
				required,
				date: true,
				example: addMonths(today, 6)
			},
			{ key: 'plannedHours', label: 'mentoring.agreement.plannedHours', required, example: '40' },
			{
				...{ key: 'purpose', label: 'mentoring.agreement.purpose' as const, example: 'induction' },
				choices: purposes.map((value) => ({ value, label: `mentoring.purpose.${value}` as const }))
			},
			{
				key: 'goal',
				label: 'mentoring.agreement.goal',
				required,
				example: 'staffMentoring.import.goal.example'
			}
		]
	};
}

/** How pairings come in by file; who cannot mentor whom is said before anything is entered. */
export function pairingImporter(ctx: Context): Importer<Line, Pair> {
	return {
		sheet: pairingSheet(ctx),
		schema: line,
		authorize: (asking) => requireStaff(asking, 'mentoring.pairing.create'),
		check: async (asking, lines) => {
			const known = await knownOf(asking, lines);
			const { t } = await loadI18n(asking.locale);
			const before = linesBefore(lines, ({ traineeNo }) => traineeNo);
			/** Places that the lines above take. */
			const taken = new Map<string, number>();
			return lines.map(({ input }, at) => {
				const problems: Problem[] = [];
				const no = (field: string | null, code: Problem['code'], params?: Problem['params']) =>
					problems.push({ field, code, ...(params ? { params } : {}) });
				const trainee = known.trainees.get(input.traineeNo);
				const mentor = known.mentors.get(input.mentorNo);
				if (!trainee) no('traineeNo', 'app.import.unknown_person');
				else if (!mayPair(asking, trainee, mentor)) no('traineeNo', 'app.import.outside');
				else if ((known.held.get(trainee.id) ?? 0) >= known.activePerTrainee)
					no('traineeNo', 'mentoring.pairing.trainee_paired');
				if (!mentor) no('mentorNo', 'mentors.proposal.gone');
				const above = before[at];
				if (above) no(null, 'app.import.twice', { line: above });
				if (input.endsOn < input.startsOn) no('endsOn', 'mentoring.pairing.dates');
				else if (input.endsOn < dateIn(asking.now)) no('endsOn', 'mentoring.pairing.over');
				if (trainee && mentor) {
					const load = mentor.load + (taken.get(mentor.id) ?? 0);
					const why = exclusionOf(trainee, mentor) ?? (load >= mentor.capacity ? 'full' : null);
					if (why) no('mentorNo', 'mentors.import.unfit', { why: t(`mentors.exclusion.${why}`) });
					if (!problems.length) taken.set(mentor.id, (taken.get(mentor.id) ?? 0) + 1);
				}
				const { startsOn, endsOn, plannedHours, purpose, goal } = input;
				return {
					about: trainee && mentor ? `${trainee.name} · ${mentor.name}` : (trainee?.name ?? null),
					command:
						trainee && mentor
							? {
									...{ traineeId: trainee.id, mentorId: mentor.id, startsOn, endsOn, purpose, goal },
									plannedMinutes: plannedHours * 60
								}
							: null,
					problems
				};
			});
		},
		enter: pairTwo
	};
}

const mayPair = (ctx: Context, trainee: Trainee, mentor: Mentor | undefined): boolean =>
	can(ctx.actor, 'mentoring.pairing.create', {
		...{ personId: trainee.id, unitPath: trainee.unitPath },
		parties: { trainee: trainee.id, ...(mentor && { mentor: mentor.id }) }
	}).ok;

/** The people whom the lines name: trainees that the reader may know, mentors, and who has one already. */
async function knownOf(ctx: Context, lines: readonly ReadLine<Line>[]) {
	const today = dateIn(ctx.now);
	const numbers = [...new Set(lines.flatMap(({ input }) => [input.traineeNo, input.mentorNo]))];
	const named = numbers.length
		? await ctx.db
				.select({ id: people.id, unitPath: units.path })
				.from(people)
				.innerJoin(units, eq(units.id, people.unitId))
				.where(and(inArray(people.employeeNo, numbers), eq(people.status, 'active')))
		: [];
	const readable = named.filter(
		({ id, unitPath }) => can(ctx.actor, 'people.person.read', { personId: id, unitPath }).ok
	);
	const ids = readable.map(({ id }) => id);
	const needs = await loadNeeds(ctx.db, ids, today);
	const mentors = ids.length ? await loadMentors(ctx.db, today, inArray(people.id, ids)) : [];
	const held = ids.length
		? await ctx.db
				.select({ id: pairings.traineeId, total: count() })
				.from(pairings)
				.where(and(inArray(pairings.traineeId, ids), isNull(pairings.endedOn)))
				.groupBy(pairings.traineeId)
		: [];
	return {
		trainees: new Map(needs.map((need) => [need.employeeNo, need])),
		mentors: new Map(mentors.map((mentor) => [mentor.employeeNo, mentor])),
		held: new Map(held.map(({ id, total }) => [id, total])),
		activePerTrainee: (await rulesOn(ctx.db, today)).activePerTrainee
	};
}
