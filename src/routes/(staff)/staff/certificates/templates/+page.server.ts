import { publishTemplateSchema, saveTemplateSchema } from '$lib/features/certificates';
import { getTemplates, publishTemplate, saveTemplate } from '$lib/features/certificates/index.server';
import { env } from '$lib/server/env';
import { action, page, uploadedFile } from '$lib/server/http';

export const load = page(({ ctx, url }) => getTemplates(ctx, env.origin || url.origin));

const pictures = async (form: FormData) => ({
	...(await uploadedFile(form, 'sealFile')),
	...(await uploadedFile(form, 'firstFile')),
	...(await uploadedFile(form, 'secondFile'))
});

export const actions = {
	save: action(saveTemplateSchema, saveTemplate, {
		files: pictures,
		notice: 'staffCertificates.template.saved'
	}),
	publish: action(publishTemplateSchema, publishTemplate, {
		notice: 'staffCertificates.template.published'
	})
};
