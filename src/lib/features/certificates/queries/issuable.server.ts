import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { unprintableIn } from '$lib/server/pdf/fonts';
import { passedWithoutCertificate, type Awaiting } from './attempts.server';

export interface IssuablePerson extends Awaiting {
	/** Why the reader cannot issue it now: it is their own, or it has characters that cannot be printed. */
	obstacle: 'own' | 'unprintable' | null;
	unprintable: string[];
}

export interface IssuableSitting {
	id: string;
	exam: LocalText;
	grade: LocalText;
	/** ISO time of the release. */
	releasedAt: string;
	people: IssuablePerson[];
}

/** Those who wait for a certificate by sitting, the latest release first, for the page that issues them. */
export async function listIssuable(ctx: Context): Promise<IssuableSitting[]> {
	const sittings = new Map<string, IssuableSitting>();
	for (const row of await passedWithoutCertificate(ctx)) {
		const { sittingId: id, exam, grade, releasedAt } = row;
		const sitting = sittings.get(id) ?? { id, exam, grade, releasedAt, people: [] };
		sittings.set(id, sitting);
		const own = ctx.actor.kind === 'person' && ctx.actor.personId === row.personId;
		const unprintable = await unprintableIn([row.name, ...Object.values(exam)]);
		const obstacle = own ? 'own' : unprintable.length ? 'unprintable' : null;
		sitting.people.push({ ...row, obstacle, unprintable });
	}
	return [...sittings.values()];
}
