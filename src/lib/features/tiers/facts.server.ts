import { and, asc, inArray, lte } from 'drizzle-orm';
import { certificateFacts } from '$lib/features/certificates/index.server';
import { shadowingFacts } from '$lib/features/mentoring/index.server';
import { evidenceFacts } from '$lib/features/people/index.server';
import { completionFacts } from '$lib/features/training/index.server';
import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import { noFacts, type AppointmentFact, type PersonFacts } from './engine/facts';
import { appointments } from './tables.server';

/**
 * Everything that grade standards look at, of people (null: of everybody), as known on a date: five queries however
 * many they are. People without facts have no entry when everybody is asked for. Asks no permission.
 */
export async function factsFor(
	db: Database,
	personIds: readonly string[] | null,
	asOf: { on: IsoDate; recordedBefore?: Date }
): Promise<Map<string, PersonFacts>> {
	const all = new Map<string, PersonFacts>((personIds ?? []).map((id) => [id, noFacts(id)]));
	const place = <K extends Exclude<keyof PersonFacts, 'personId'>>(
		key: K,
		facts: Map<string, PersonFacts[K]>
	) => {
		for (const [id, list] of facts) {
			let person = all.get(id);
			if (!person) all.set(id, (person = noFacts(id)));
			person[key] = list;
		}
	};
	// One after the other: inside a transaction there is one connection.
	place('evidence', await evidenceFacts(db, personIds, asOf));
	place('completions', await completionFacts(db, personIds, asOf));
	place('shadowing', await shadowingFacts(db, personIds, asOf));
	place('certificates', await certificateFacts(db, personIds, asOf));
	place('appointments', await appointmentFacts(db, personIds, asOf));
	return all;
}

async function appointmentFacts(
	db: Database,
	personIds: readonly string[] | null,
	asOf: { on: IsoDate; recordedBefore?: Date }
): Promise<Map<string, AppointmentFact[]>> {
	const facts = new Map<string, AppointmentFact[]>();
	if (personIds?.length === 0) return facts;
	const rows = await db
		.select({
			id: appointments.id,
			personId: appointments.personId,
			ladder: appointments.ladder,
			tier: appointments.tier,
			startsOn: appointments.startsOn
		})
		.from(appointments)
		.where(
			and(
				personIds ? inArray(appointments.personId, [...personIds]) : undefined,
				lte(appointments.startsOn, asOf.on),
				asOf.recordedBefore ? lte(appointments.recordedAt, asOf.recordedBefore) : undefined
			)
		)
		.orderBy(asc(appointments.startsOn), asc(appointments.id));
	for (const { personId, ...fact } of rows) {
		const list = facts.get(personId);
		if (list) list.push(fact);
		else facts.set(personId, [fact]);
	}
	return facts;
}
