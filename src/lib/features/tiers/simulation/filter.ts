import { z } from 'zod';
import { effects } from './effects';

/** What the list of a simulation is narrowed to, read from an address; what it cannot read is left out. */
const simulationFilterSchema = z.object({
	effect: z.enum(effects).nullable().catch(null).default(null),
	tier: z.string().max(40).nullable().catch(null).default(null),
	unit: z.uuid().nullable().catch(null).default(null),
	/** Key of a requirement, or a reason. */
	by: z.string().max(40).nullable().catch(null).default(null),
	page: z.coerce.number().int().min(1).catch(1).default(1)
});
export type SimulationFilter = z.infer<typeof simulationFilterSchema>;

export const simulationFilter = (params: URLSearchParams): SimulationFilter =>
	simulationFilterSchema.parse(Object.fromEntries([...params].filter(([, value]) => value !== '')));
