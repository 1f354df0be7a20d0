import { authorize, can } from '$lib/access/can';
import { whereMay } from '$lib/access/where.server';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { dateIn } from '$lib/shared/dates';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people, units } from '../../people/tables.server';
import { loadMentors, type Mentor } from '../candidates.server';
import { loadNeeds, type Trainee } from '../needs.server';
import { exclusionOf, scorePair, type Part } from '../scoring';
import { defaultWeights, type Exclusion, type Weights } from '../vocabulary';

export interface Suggestion {
	id: string;
	name: string;
	employeeNo: string;
	post: string;
	unitName: LocalText;
	note: string;
	specialities: Mentor['specialities'];
	load: number;
	capacity: number;
	/** Tenths of points, of 1000, and what they are made of. */
	points: number;
	parts: Part[];
}

export interface Excluded {
	id: string;
	name: string;
	unitName: LocalText;
	why: Exclusion;
}

export interface Suggestions {
	trainee: { id: string; name: string };
	best: Suggestion[];
	/** How many more could take them. */
	more: number;
	/** Who cannot, for reasons between the two; only for staff. */
	conflicts: Excluded[];
}

/** Mentors for a trainee, best first, with the parts of each score. `taken` counts rows of a matching as load. */
export function rank(
	trainee: Trainee,
	mentors: readonly Mentor[],
	weights: Weights,
	taken: ReadonlyMap<string, number> = new Map()
): { able: Suggestion[]; excluded: Excluded[] } {
	const able: Suggestion[] = [];
	const excluded: Excluded[] = [];
	for (const mentor of mentors) {
		const { id, name, employeeNo, post, unitName, note, specialities, capacity } = mentor;
		const load = mentor.load + (taken.get(id) ?? 0);
		const why = exclusionOf(trainee, { ...mentor, load });
		if (why) excluded.push({ id, name, unitName, why });
		else
			able.push({
				...{ id, name, employeeNo, post, unitName, note, specialities, load, capacity },
				...scorePair(trainee, { ...mentor, load: mentor.load }, weights)
			});
	}
	able.sort((a, b) => b.points - a.points || (a.employeeNo < b.employeeNo ? -1 : 1));
	return { able, excluded };
}

const between: readonly Exclusion[] = ['manager', 'dispute', 'reverse'];
const SHOWN = 5;

/** For HR who pairs somebody: the mentors of their units that fit best. Null while nobody is chosen. */
export async function suggestMentors(ctx: Context, traineeId: string): Promise<Suggestions | null> {
	if (!isId(traineeId)) return null;
	const { unitPath } = await getPersonSubject(ctx.db, traineeId);
	const subject = { personId: traineeId, unitPath };
	if (!can(ctx.actor, 'mentoring.pairing.create', subject).ok) throw notFound();
	authorize(ctx.actor, 'mentoring.pairing.create', subject);
	const today = dateIn(ctx.now);
	const [trainee] = await loadNeeds(ctx.db, [traineeId], today);
	if (!trainee) throw notFound();
	const mentors = await loadMentors(
		ctx.db,
		today,
		whereMay(ctx.actor, 'people.person.read', { personId: people.id, unitPath: units.path })
	);
	const { able, excluded } = rank(trainee, mentors, defaultWeights);
	return {
		trainee: { id: trainee.id, name: trainee.name },
		best: able.slice(0, SHOWN),
		more: Math.max(0, able.length - SHOWN),
		conflicts: excluded.filter(({ why }) => between.includes(why))
	};
}
