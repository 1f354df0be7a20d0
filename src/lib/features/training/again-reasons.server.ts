import type { Database } from '$lib/server/db/database';
import type { IsoDate } from '$lib/shared/dates';
import type { AskedAgain, ModuleRenewal } from './again';

/** Something about modules for one person on a day, by the module's code. */
type ForPerson<T> = (db: Database, personId: string, today: IsoDate) => Promise<Map<string, T>>;

export interface AgainSources {
	/** The certificates that completing modules renews. */
	renewals: ForPerson<ModuleRenewal>;
	/** The assignments that ask for modules once more. */
	asked: ForPerson<AskedAgain>;
}

let sources: AgainSources | undefined;

/** Certificates and assignments come after training, so they are handed in from above (`src/wiring.server.ts`). */
export function findAgainWith(given: AgainSources): void {
	sources = given;
}

/** Why somebody takes a module again that they completed; nothing: there is no need to. */
export interface AgainReasons {
	renewal: ModuleRenewal | null;
	asked: AskedAgain | null;
}

export async function findAgainReasons(
	db: Database,
	{ personId, code, today }: { personId: string; code: string; today: IsoDate }
): Promise<AgainReasons> {
	if (!sources) throw new Error('Nobody knows renewals: src/wiring.server.ts hands them in.');
	const renewals = await sources.renewals(db, personId, today);
	const asked = await sources.asked(db, personId, today);
	return { renewal: renewals.get(code) ?? null, asked: asked.get(code) ?? null };
}
