import type { Context } from '$lib/server/context';
import { USUAL_SECONDS, type Question } from '../question';
import type { About } from '../store.server';
import type { ImportDefaults, ImportedAbout } from './model';

/** A question of a file that enters. */
export interface TakenQuestion {
	position: number;
	code: string | null;
	revision: number | null;
	type: Question['type'];
	about: ImportedAbout;
}

/**
 * What is known of an item: what the file says, else what was known of it before, else what the form said. What an item
 * is for stays as it is: that is changed by itself, for exams and practice never share one.
 */
export function aboutFor({ type, about: said }: TakenQuestion, defaults: ImportDefaults, old?: About): About {
	return {
		area: said.area ?? old?.area ?? defaults.area,
		level: said.level ?? old?.level ?? defaults.level,
		difficulty: said.difficulty ?? old?.difficulty ?? defaults.difficulty,
		seconds: said.seconds ?? old?.seconds ?? defaults.seconds ?? USUAL_SECONDS[type],
		use: old?.use ?? said.use ?? defaults.use,
		competency: said.competency ?? old?.competency ?? null,
		module: said.module ?? old?.module ?? null,
		source: said.source ?? old?.source ?? defaults.source,
		tags: said.tags.length ? said.tags : (old?.tags ?? defaults.tags),
		reviewAgainOn: said.reviewAgainOn ?? old?.reviewAgainOn ?? null
	};
}

/** Who acts, where it is a person. */
export const personOf = ({ actor }: Context): string | null =>
	actor.kind === 'person' ? actor.personId : null;
