import { listBlueprintCodes } from '$lib/features/bank/index.server';
import { page } from '$lib/server/http';

export const load = page(({ ctx }) => listBlueprintCodes(ctx));
