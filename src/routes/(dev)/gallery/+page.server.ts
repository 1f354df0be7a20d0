import { dev } from '$app/environment';
import { action, page } from '$lib/server/http';
import { conflict, notFound } from '$lib/shared/errors';
import { key, requiredText } from '$lib/shared/form';
import { z } from 'zod';

function onlyInDevelopment() {
	if (!dev) throw notFound();
}

export const load = page(
	() => {
		onlyInDevelopment();
		return { rows: 60 };
	},
	{ open: true }
);

const schema = z.object({ title: requiredText(20), agree: z.string(key('app.field.required')) });

export const actions = {
	/** Refuses whatever is sent, after a moment: to look at fields with errors and at the spinner. */
	refuse: action(
		schema,
		async () => {
			onlyInDevelopment();
			await new Promise((resolve) => setTimeout(resolve, 800));
			throw conflict('app.unexpected');
		},
		{ open: true }
	),
	accept: action(z.object({}), async () => onlyInDevelopment(), { open: true, notice: 'app.saved' })
};
