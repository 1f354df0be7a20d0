import { eq } from 'drizzle-orm';
import type { Subject } from '$lib/access/can';
import { getPersonSubject } from '$lib/features/people/index.server';
import type { Database } from '$lib/server/db/database';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { decisions, inquiries } from '../tables.server';

/** An inquiry with the person it is about, and what permissions ask of it. Holds the row when `lock` is set. */
export async function loadInquiry(db: Database, inquiryId: string, options: { lock?: boolean } = {}) {
	if (!isId(inquiryId)) throw notFound();
	const query = db.select().from(inquiries).where(eq(inquiries.id, inquiryId));
	const [inquiry] = await (options.lock ? query.for('update') : query);
	if (!inquiry) throw notFound();
	const person = await getPersonSubject(db, inquiry.personId);
	const [decision] = inquiry.decisionId
		? await db.select().from(decisions).where(eq(decisions.id, inquiry.decisionId))
		: [];
	const subject: Subject = {
		personId: person.id,
		unitPath: person.unitPath,
		parties: { raiser: inquiry.raisedBy, person: person.id, proposer: decision?.proposedBy }
	};
	return { inquiry, person, decision: decision ?? null, subject };
}
