import { and, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { conflict } from '$lib/shared/errors';
import { canonicalJson } from '$lib/shared/json';
import { picturesOf, type Photo } from './pictures.server';
import type { SessionContent } from './schema';
import { rowOf } from './submit.server';
import { shadowingEntries, shadowingSignatures } from './tables.server';

/**
 * The entry that a device sent before under the same name, when the same person says the same with it; null when there
 * is none. Throws `conflict` where the name is another's or stands for something else.
 */
export async function findSent(
	tx: Database,
	ctx: Context,
	pairingId: string,
	content: SessionContent,
	photos: readonly Photo[]
): Promise<string | null> {
	if (!content.deviceId) return null;
	const [found] = await tx
		.select({ entry: shadowingEntries, authorId: shadowingSignatures.signerId })
		.from(shadowingEntries)
		.innerJoin(
			shadowingSignatures,
			and(eq(shadowingSignatures.entryId, shadowingEntries.id), eq(shadowingSignatures.act, 'submit'))
		)
		.where(eq(shadowingEntries.deviceId, content.deviceId));
	if (!found) return null;
	const { entry, authorId } = found;
	const own = ctx.actor.kind === 'person' && ctx.actor.personId === authorId;
	const pictures = own ? (await picturesOf(tx, entry.id)).map(({ sha256 }) => sha256) : [];
	const said = (row: ReturnType<typeof rowOf>, shown: readonly string[]) => {
		const { pairingId, occurredOn, startedAt, minutes, steps, meeting, rubric, note } = row;
		return canonicalJson({
			...{ pairingId, occurredOn, startedAt, minutes, steps, meeting, rubric, note },
			pictures: [...shown].sort()
		});
	};
	const now = said(
		rowOf(ctx, pairingId, content, null),
		photos.map(({ sha256 }) => sha256)
	);
	const before = { ...entry, meeting: entry.meeting as SessionContent['meeting'] & string };
	if (!own || entry.replacesId !== null || now !== said(before as ReturnType<typeof rowOf>, pictures)) {
		throw conflict('mentoring.entry.sent');
	}
	return entry.id;
}
