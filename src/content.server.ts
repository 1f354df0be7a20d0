import { randomUUID } from 'node:crypto';
import { systemActor } from '$lib/access/can';
import { publishModules } from '$lib/features/training/index.server';
import { defaultLocale } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import type { Database } from '$lib/server/db/database';
import { noJobs } from '$lib/server/jobs/sender';

/** Publishes what content/ holds and the database does not: policies, modules. */
export async function publishContent(db: Database, now = new Date()): Promise<void> {
	const actor = systemActor('content');
	const ctx: Context = { db, actor, now, locale: defaultLocale, requestId: randomUUID(), jobs: noJobs };
	await publishModules(ctx);
}
