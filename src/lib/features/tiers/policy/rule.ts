import type { LocalText } from '$lib/i18n/locales';
import type { IsoDate } from '$lib/shared/dates';
import { PolicyError } from './parse';
import { Problems } from './problems';
import { readRequirements } from './requirements';
import { storedPolicy } from './stored';
import type { Policy } from './types';

/**
 * A rule in the language of grade standards (who may mentor, say) as a standard of one step, so that it is evaluated
 * and explained as a tier is. `requirements` are as YAML gives them. Throws `PolicyError` for what it cannot stand for.
 */
export function readRule(
	id: string,
	name: LocalText,
	requirements: readonly unknown[],
	effectiveFrom: IsoDate
): Policy {
	const problems = new Problems();
	const read = readRequirements(requirements, ['requirements'], problems);
	const [first] = problems.found;
	if (first) {
		const located = problems.found.map(({ path: _, ...rest }) => ({ line: null, column: null, ...rest }));
		throw new PolicyError(id, null, `${first.path.join('.')}: ${first.reason}`, located);
	}
	return storedPolicy({
		...{ ladder: id, effectiveFrom, name, edition: name },
		tiers: [{ id, name, requirements: read }]
	});
}
