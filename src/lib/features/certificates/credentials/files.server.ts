import { and, eq } from 'drizzle-orm';
import type { Context } from '$lib/server/context';
import { conflict } from '$lib/shared/errors';
import { getCertificate } from '../queries/get-certificate.server';
import { credentialFiles } from '../tables.server';
import { didOf } from './did';
import { publicOrigin } from './issuer.server';
import { signCredentials } from './sign-credentials.server';

/**
 * The signed credential of a certificate that the reader may read, as it was signed once and for all. One that is not signed
 * yet is signed now. Refuses where the installation cannot sign.
 */
export async function readCredential(
	ctx: Context,
	certificateId: string,
	kind: 'json' | 'jwt'
): Promise<{ name: string; text: string }> {
	const { id, printed } = await getCertificate(ctx, certificateId);
	return { name: `${printed.number}.${kind}`, text: await credentialText(ctx, id, kind) };
}

/** The same of any certificate: asks no permission, the caller does. */
export async function credentialText(
	ctx: Context,
	certificateId: string,
	kind: 'json' | 'jwt'
): Promise<string> {
	const origin = publicOrigin();
	const read = async () => {
		if (!origin) return undefined;
		const [file] = await ctx.db
			.select({ content: credentialFiles.content })
			.from(credentialFiles)
			.where(
				and(
					eq(credentialFiles.certificateId, certificateId),
					eq(credentialFiles.kind, kind),
					eq(credentialFiles.issuer, didOf(origin))
				)
			);
		return file?.content;
	};
	let text = await read();
	if (!text) {
		await signCredentials(ctx, { certificateIds: [certificateId] });
		text = await read();
	}
	if (!text) throw conflict('certificates.credential.unavailable');
	return text;
}
