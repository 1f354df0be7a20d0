import { createPeriod } from '$lib/features/assessments/index.server';
import { defaultIndicators } from '$lib/features/assessments';
import type { World } from '../../support/database';

export const NOW = new Date('2026-07-06T02:00:00Z');

/** Rows of the form of a period. */
export const indicators = Object.fromEntries(
	defaultIndicators.map(({ id, name, weight }, at) => [
		String(at),
		{ id, nameZh: name['zh-CN'], nameEn: name.en, weight }
	])
);
export const points = (of: number) => ({ results: of, development: of, service: of, risk: of });

let year = 1900;
/** A period of a half-year of its own that ended on 30 June; in `endsOn` another day. */
export async function givenPeriod(world: World, endsOn = `${++year}-06-30`): Promise<string> {
	const input = { nameZh: '上半年考核', nameEn: 'First half', startsOn: '1900-01-01', endsOn, indicators };
	return (await createPeriod(world.ctx(), input)).id;
}
