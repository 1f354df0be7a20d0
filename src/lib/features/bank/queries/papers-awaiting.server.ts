import { and, asc, eq, sql } from 'drizzle-orm';
import { can } from '$lib/access/can';
import type { LocalText } from '$lib/i18n/locales';
import type { Context } from '$lib/server/context';
import { people } from '../../people/tables.server';
import type { BlueprintContent } from '../blueprint-content';
import { blueprints, papers } from '../tables.server';

export interface AwaitingPaper {
	id: string;
	title: LocalText;
	form: string;
	by: string | null;
}

/** Most papers of each that are looked at: beyond that the list of papers shows them. */
const MOST = 200;

/** Papers that wait for the reader: to be reviewed by them, to be sealed, and their own that are not handed in. */
export async function papersAwaiting(
	ctx: Context
): Promise<Record<'review' | 'seal' | 'own', AwaitingPaper[]>> {
	if (ctx.actor.kind !== 'person') return { review: [], seal: [], own: [] };
	const { personId } = ctx.actor;
	const may = (permission: 'bank.paper.review' | 'bank.paper.seal' | 'bank.paper.assemble') =>
		can(ctx.actor, permission, permission === 'bank.paper.review' ? { parties: { setter: [] } } : {}).ok;
	const list = async (status: 'inReview' | 'approved' | 'draft', where = sql`true`) => {
		const rows = await ctx.db
			.select({ id: papers.id, form: papers.form, content: blueprints.content, by: people.name })
			.from(papers)
			.innerJoin(blueprints, eq(blueprints.id, papers.blueprintId))
			.leftJoin(people, eq(people.id, papers.setterId))
			.where(and(eq(papers.status, status), where))
			.orderBy(asc(papers.createdAt), asc(papers.form))
			.limit(MOST);
		return rows.map(({ content, ...row }) => ({ ...row, title: (content as BlueprintContent).title }));
	};
	// Whoever asked for a paper or changed it does not review it.
	const others = sql`${papers.setterId} is distinct from ${personId}::uuid and ${personId}::uuid <> all (${papers.editorIds})`;
	return {
		review: may('bank.paper.review') ? await list('inReview', others) : [],
		seal: may('bank.paper.seal') ? await list('approved') : [],
		own: may('bank.paper.assemble') ? await list('draft', sql`${papers.setterId} = ${personId}::uuid`) : []
	};
}
