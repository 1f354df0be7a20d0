import { z } from 'zod';
import { key } from '$lib/shared/form';

export const signInSchema = z.object({
	name: z.string().trim().min(1, key('app.field.required')).max(200),
	password: z.string().min(1, key('app.field.required')).max(500)
});
export type SignIn = z.infer<typeof signInSchema>;
