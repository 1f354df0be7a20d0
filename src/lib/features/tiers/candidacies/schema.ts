import { z } from 'zod';
import { id, isoDate, requiredText } from '$lib/shared/form';

export const addCandidacySchema = z.object({ personId: id, ladder: requiredText(60), startsOn: isoDate });
export type AddCandidacy = z.infer<typeof addCandidacySchema>;

export const endCandidacySchema = z.object({ candidacyId: id, endsOn: isoDate });
export type EndCandidacy = z.infer<typeof endCandidacySchema>;
