import type { Context } from '$lib/server/context';

/** Publishes what content/ holds and the database does not: policies, modules. The actor is the system. */
export async function publishContent(_ctx: Context): Promise<void> {}
