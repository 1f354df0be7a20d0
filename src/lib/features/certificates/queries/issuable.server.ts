import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { unprintableIn } from '$lib/server/pdf/fonts';
import { dateIn, type IsoDate } from '$lib/shared/dates';
import { gradeName } from '../grades';
import { roundsOn } from '../rounds.server';
import { passedWithoutCertificate, type RequestAbout } from './grounds.server';

export interface IssuablePerson {
	groundId: string;
	personId: string;
	name: string;
	employeeNo: string;
	unitName: LocalText;
	/** Why none can be issued now: it is the reader's own, in question, cannot be printed, or renewal has not opened. */
	obstacle: 'own' | 'held' | 'unprintable' | 'too_early' | null;
	/** The day on which renewal opens, where it has not. */
	opens: IsoDate | null;
	unprintable: string[];
}

/** A sitting, or a module's kind, with those who wait for a certificate. */
export interface Issuable {
	about: RequestAbout;
	/** Of the exam or the module. */
	title: LocalText;
	/** The grade, or what the module's certificates are called. */
	grade: LocalText;
	/** ISO time of the release of a sitting. */
	releasedAt: string | null;
	/** So many wait; so many of them could have one now. */
	count: number;
	ready: number;
	/** Null where there are too many to choose among: all are asked for, and the request says who was left out and why. */
	people: IssuablePerson[] | null;
}

/** So many are chosen one by one. */
const MOST = 200;

/** Those who wait for a certificate, by sitting and by module, for the page that issues them. */
export async function listIssuable(ctx: Context): Promise<Issuable[]> {
	const found = new Map<string, Issuable & { people: IssuablePerson[] }>();
	const waiting = await passedWithoutCertificate(ctx);
	const roundOf = await roundsOn(ctx.db, dateIn(ctx.now), waiting);
	for (const ground of waiting) {
		const { about, title, names, personId } = ground;
		const key = about.sittingId ?? about.kind;
		const releasedAt = about.sittingId ? (ground.releasedAt?.toISOString() ?? null) : null;
		const grade = names?.grade ?? gradeName(ground.ladder, ground.tier);
		const listed = found.get(key) ?? {
			...{ about, title, grade, releasedAt, count: 0, ready: 0 },
			people: []
		};
		found.set(key, listed);
		const own = ctx.actor.kind === 'person' && ctx.actor.personId === personId;
		const unprintable = await unprintableIn([ground.name, ...Object.values(title)]);
		const opens = names ? roundOf(ground).opens : null;
		const late = unprintable.length ? 'unprintable' : opens ? 'too_early' : null;
		const obstacle = own ? 'own' : ground.held ? 'held' : late;
		listed.count++;
		if (!obstacle) listed.ready++;
		listed.people.push({
			...{ groundId: ground.id, personId, name: ground.name },
			...{ employeeNo: ground.employeeNo, unitName: ground.unitName },
			...{ obstacle, unprintable, opens }
		});
	}
	return [...found.values()].map((one) => (one.count > MOST ? { ...one, people: null } : one));
}
