import { sql } from 'drizzle-orm';
import { knowledgeAreas, type KnowledgeArea } from '$lib/content/question-vocabulary';
import type { Context } from '$lib/server/context';
import { rowsOf } from '$lib/server/db/database';
import { practiserOf } from './own-set.server';

export const SETS_PAGE_SIZE = 10;
/** Sets that wait to be gone on with; older ones are found no more. */
const MOST_OPEN = 5;

export interface PracticeSet {
	id: string;
	area: KnowledgeArea | null;
	startedAt: string;
	finishedAt: string | null;
	questions: number;
	answered: number;
	/** In percent, of what was marked; null where nothing was. */
	share: number | null;
}

/** What there is to practise, by area, with how much of it one has not practised yet; and one's own sets. */
export async function listPractice(ctx: Context, page: number) {
	const personId = practiserOf(ctx);
	const counts = await rowsOf<{ area: string; ready: number; fresh: number }>(
		ctx.db,
		sql`select i.area, count(*)::int as ready, count(*) filter (where not exists (
				select from item_versions v join practice_items p on p.item_version_id = v.id
				join practice_sets s on s.id = p.set_id
				where v.item_id = i.id and p.is_answered and s.person_id = ${personId}::uuid))::int as fresh
			from items i where i.status = 'ready' and i."use" = 'practice' group by i.area`
	);
	const setsOf = (isFinished: boolean, limit: number, offset: number) =>
		rowsOf<PracticeSet>(
			ctx.db,
			sql`select s.id, s.area, s.started_at as "startedAt", s.finished_at as "finishedAt",
					count(*)::int as questions, (count(*) filter (where p.is_answered))::int as answered,
					avg(p.share) filter (where p.is_answered) as share
				from practice_sets s join practice_items p on p.set_id = s.id
				where s.person_id = ${personId}::uuid and s.finished_at is ${isFinished ? sql`not null` : sql`null`}
				group by s.id order by s.started_at desc, s.id desc limit ${limit} offset ${offset}`
		);
	const [total] = await rowsOf<{ n: number }>(
		ctx.db,
		sql`select count(*)::int as n from practice_sets
			where person_id = ${personId}::uuid and finished_at is not null`
	);
	const plain = (sets: PracticeSet[]) =>
		sets.map(({ startedAt, finishedAt, share, ...set }) => ({
			...set,
			startedAt: new Date(startedAt).toISOString(),
			finishedAt: finishedAt && new Date(finishedAt).toISOString(),
			share: share === null ? null : Number(share)
		}));
	return {
		areas: knowledgeAreas.map((area) => ({
			...{ area, ready: 0, fresh: 0 },
			...counts.find((row) => row.area === area)
		})) as { area: KnowledgeArea; ready: number; fresh: number }[],
		open: plain(await setsOf(false, MOST_OPEN, 0)),
		past: {
			rows: plain(await setsOf(true, SETS_PAGE_SIZE, (page - 1) * SETS_PAGE_SIZE)),
			total: total?.n ?? 0,
			page,
			pageSize: SETS_PAGE_SIZE
		}
	};
}
