import { desc, isNull } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import { recordAudit } from '$lib/features/audit/index.server';
import { storeFile, takePhoto } from '$lib/features/files/index.server';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { withTransaction } from '$lib/server/db/transaction';
import { openFonts, unprintableIn } from '$lib/server/pdf/fonts';
import { conflict, Refusal } from '$lib/shared/errors';
import type { SentFile } from '$lib/shared/form';
import { FIRST_DESIGN, type Design, type Signature } from '../paper/design';
import { certificateTemplates } from '../tables.server';
import { PICTURE_BYTES, PICTURE_SIDE, textsOfDesign, washOf } from '../templates/rules';
import type { SaveTemplate } from '../templates/schema';
import { currentTemplate, holdDraft } from '../templates/versions.server';

/**
 * Saves the design that is being worked on; certificates take it once it is published. Pictures that are not sent anew stay.
 * Throws `invalid` for a picture that cannot be printed, or a character that the font lacks.
 */
export async function saveTemplate(ctx: Context, input: SaveTemplate): Promise<void> {
	// Opened before the transaction, which would otherwise be held open while 30 MB are read.
	await openFonts();
	await withTransaction(ctx, async (tx) => {
		authorize(ctx.actor, 'certificates.template.publish');
		const draft = await holdDraft(tx);
		const before = draft?.design ?? (await currentTemplate(tx))?.design ?? FIRST_DESIGN;
		const design = await designOf(tx, ctx, input, before);
		const unprintable = await unprintableIn(textsOfDesign(design));
		if (unprintable.length) {
			throw new Refusal('invalid', 'certificates.template.unprintable', {
				characters: unprintable.join(' ')
			});
		}
		const saved = {
			...{ design, savedAt: ctx.now },
			savedBy: ctx.actor.kind === 'person' ? ctx.actor.personId : null
		};
		const version = draft?.version ?? (await nextVersion(tx));
		const written = await tx
			.insert(certificateTemplates)
			.values({ version, ...saved })
			.onConflictDoUpdate({
				...{ target: certificateTemplates.version, set: saved },
				setWhere: isNull(certificateTemplates.publishedAt)
			})
			.returning({ version: certificateTemplates.version });
		// Somebody has just published it.
		if (!written.length) throw conflict('certificates.template.moved');
		await recordAudit(tx, ctx, {
			action: 'certificates.template.save',
			subject: { type: 'certificateTemplate', id: String(version) },
			before: { design: before },
			after: { design }
		});
	});
}

async function nextVersion(tx: Database): Promise<number> {
	const [row] = await tx
		.select({ version: certificateTemplates.version })
		.from(certificateTemplates)
		.orderBy(desc(certificateTemplates.version))
		.limit(1);
	return (row?.version ?? 0) + 1;
}

async function designOf(tx: Database, ctx: Context, input: SaveTemplate, before: Design): Promise<Design> {
	const { languages, orientation, title, statement, note, accent } = input;
	const picture = async (file: SentFile | undefined, field: string, left: boolean, old: string | null) => {
		if (file) return storePicture(tx, ctx, file, field);
		return left ? null : old;
	};
	const signatures: Signature[] = [];
	for (const [i, which] of (['first', 'second'] as const).entries()) {
		const { name, office, bare } = input[which];
		const file = input[`${which}File`];
		// A picture alone signs nothing.
		if (!name && file) {
			const missing = 'app.field.required' as const;
			throw new Refusal('invalid', missing, {}, { [`${which}.name`]: missing });
		}
		if (!name) continue;
		const old = before.signatures[i]?.picture ?? null;
		signatures.push({ name, office, picture: await picture(file, `${which}File`, bare, old) });
	}
	return {
		...{ languages, orientation, title, statement, note, accent, wash: washOf(accent) },
		seal: await picture(input.sealFile, 'sealFile', input.unsealed, before.seal),
		signatures
	};
}

/** Keeps a picture for print: PNG, of a size that prints sharply and no larger. */
async function storePicture(tx: Database, ctx: Context, file: SentFile, field: string): Promise<string> {
	const refuse = (code: Refusal['code']) => new Refusal('invalid', code, {}, { [field]: code });
	if (file.bytes.length > PICTURE_BYTES) throw refuse('certificates.template.picture_large');
	let upload;
	try {
		upload = takePhoto(file.bytes);
	} catch (refused) {
		if (!(refused instanceof Refusal)) throw refused;
		throw refuse(refused.code);
	}
	if (upload.mime !== 'image/png') throw refuse('certificates.template.picture_type');
	if (Math.max(upload.width ?? 0, upload.height ?? 0) > PICTURE_SIDE)
		throw refuse('certificates.template.picture_large');
	const { id } = await storeFile(tx, ctx, { upload, name: file.name });
	return id;
}
