import { z } from 'zod';
import { exportKeysSchema, importKeysSchema } from '$lib/features/certificates';
import {
	exportSigningKeys,
	importSigningKeys,
	listSigningKeys,
	rotateSigningKeys
} from '$lib/features/certificates/index.server';
import { action, answer, page, uploadedFile } from '$lib/server/http';

export const load = page(({ ctx }) => listSigningKeys(ctx));

export const actions = {
	rotate: action(z.object({}), rotateSigningKeys, { notice: 'staffCertificates.keys.rotated' }),
	export: answer(exportKeysSchema, exportSigningKeys),
	import: action(importKeysSchema, importSigningKeys, {
		files: uploadedFile,
		notice: 'staffCertificates.keys.imported'
	})
};
