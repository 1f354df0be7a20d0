import { loadI18n } from '$lib/i18n/load';
import type { Context } from '$lib/server/context';
import type { Clash } from './keep.server';

/** Most clashes that a refusal names; more are counted. */
const NAMED = 3;

/**
 * Clashes as the words of a refusal in the reader's language: what it is and when, and with `names` (by person) whose.
 */
export async function describeClashes(
	ctx: Context,
	clashes: readonly Clash[],
	names?: ReadonlyMap<string, string>
): Promise<string> {
	const { t, local, date } = await loadI18n(ctx.locale);
	const words = clashes.slice(0, NAMED).map((clash) =>
		t(names ? 'agenda.clash.of' : 'agenda.clash.own', {
			name: names?.get(clash.personId) ?? '',
			title: local(clash.title),
			from: date(clash.startsAt, 'dateTime'),
			to: date(clash.endsAt, dateOf(clash.startsAt) === dateOf(clash.endsAt) ? 'minute' : 'dateTime')
		})
	);
	const more = clashes.length - words.length;
	if (more > 0) words.push(t('agenda.clash.more', { count: more }));
	return words.join(t('agenda.clash.join'));

	function dateOf(instant: Date) {
		return date(instant, 'short');
	}
}
