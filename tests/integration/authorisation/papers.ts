import { asc, eq } from 'drizzle-orm';
import { mayAnywhere } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import {
	createBlueprint,
	getSwap,
	requestAssembly,
	reviewPaper,
	runAssembly,
	submitPaper
} from '$lib/features/bank/index.server';
import { papers } from '$lib/features/bank/tables.server';
import type { World } from '../../support/database';
import { givenBank } from '../exams/given';
import type { Route, Who } from './table';

export interface Papers {
	blueprintDraftId: string;
	assemblyId: string;
	/** Papers that are being written, that wait for review, that are approved. */
	draftId: string;
	inReviewId: string;
	approvedId: string;
	/** What can be put in the place of the first question of the draft. */
	itemId: string;
}

/** Papers by somebody who is asked nothing here. */
export async function setPapers(world: World, at: Date): Promise<Papers> {
	const crew = await givenBank(world);
	const author = world.ctx(crew.author, at);
	const { id: blueprintDraftId } = await createBlueprint(author, {
		...{ code: 'being-written', titleZh: '蓝图', titleEn: 'Blueprint' }
	});
	const made: { assemblyId: string; paperId: string }[] = [];
	for (let i = 0; i < 3; i++) {
		const { id: assemblyId } = await requestAssembly(author, {
			...{ blueprintId: crew.blueprintId, papers: 1, shared: 0, seed: `s${i}` }
		});
		await runAssembly(author, { assemblyId });
		const [paper] = await world.db
			.select({ id: papers.id })
			.from(papers)
			.where(eq(papers.assemblyId, assemblyId))
			.orderBy(asc(papers.form));
		made.push({ assemblyId, paperId: paper!.id });
	}
	const [draft, inReview, approved] = made.map(({ paperId }) => paperId) as [string, string, string];
	for (const paperId of [inReview, approved])
		await submitPaper(author, { paperId, revision: 1, comment: null });
	await reviewPaper(world.ctx(crew.reviewer, at), {
		...{ paperId: approved, revision: 2, to: 'approved', comment: null }
	});
	const { candidates } = await getSwap(author, draft, 1, { q: '-00' });
	return {
		...{ blueprintDraftId, assemblyId: made[0]!.assemblyId, draftId: draft, inReviewId: inReview },
		...{ approvedId: approved, itemId: candidates[0]!.id }
	};
}

const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
const reads = anywhere('bank.paper.read');
const writes = anywhere('bank.blueprint.write');
const assembles = anywhere('bank.paper.assemble');
const reviews = anywhere('bank.paper.review');
/** Until it is sealed, whoever reads papers and the bank sees the questions. */
const seesQuestions = (who: Who) => reads(who) && anywhere('bank.item.read')(who);

type Params = NonNullable<Route[string]['params']>;
const of =
	(which: 'draftId' | 'inReviewId' | 'approvedId'): Params =>
	(_side, { papers }) => ({ paper: papers[which] });
const blueprintDraft: Params = (_side, { papers }) => ({ id: papers.blueprintDraftId });
const published: Params = (_side, scene) => ({ id: scene.blueprintId });
const titles = { titleZh: '蓝图', titleEn: 'Blueprint' };
const blueprint = () => ({
	...{ ...titles, revision: '1', items: '4', minutes: '30', passPercent: '60', shared: '0' },
	...{ 'cells.0.area': 'law', 'cells.0.from': '1', 'cells.0.to': '4', 'marks.single': '1' }
});

/** The pages of blueprints, assemblies and papers. */
export const paperRoutes: Record<string, Route> = {
	'/(staff)/staff/blueprints': { load: { may: anywhere('bank.blueprint.read') } },
	'/(staff)/staff/blueprints/new': {
		load: { may: writes },
		default: { may: writes, form: () => ({ code: 'another-one', ...titles }) }
	},
	'/(staff)/staff/blueprints/[id]': {
		load: { may: anywhere('bank.blueprint.read'), params: blueprintDraft },
		save: { may: writes, params: blueprintDraft, form: blueprint },
		publish: {
			may: writes,
			params: blueprintDraft,
			form: () => ({ revision: '1' }),
			// The bank here has four items of each area, and this one asks for five.
			conflicts: true
		},
		discard: { may: writes, params: blueprintDraft, form: () => ({ revision: '1' }) },
		next: { may: writes, params: published },
		assemble: { may: assembles, params: published, form: () => ({ papers: '1', shared: '0', seed: '' }) }
	},
	'/(staff)/staff/blueprints/[id]/counts': {
		POST: { may: anywhere('bank.blueprint.read'), params: blueprintDraft, form: blueprint }
	},
	'/(staff)/staff/papers': { load: { may: reads } },
	'/(staff)/staff/papers/assemblies/[assembly]': {
		load: { may: reads, params: (_side, { papers }) => ({ assembly: papers.assemblyId }) }
	},
	'/(staff)/staff/papers/assemblies/[assembly]/state': {
		GET: {
			may: reads,
			params: (_side, { papers }) => ({ assembly: papers.assemblyId }),
			query: '?once'
		}
	},
	'/(staff)/staff/papers/[paper]': {
		load: { may: reads, params: of('draftId') },
		submit: { may: assembles, params: of('draftId'), form: () => ({ revision: '1' }) },
		review: {
			may: reviews,
			params: of('inReviewId'),
			form: () => ({ revision: '2', to: 'approved' })
		},
		comment: {
			may: (who) => assembles(who) || reviews(who),
			params: of('draftId'),
			form: () => ({ body: '意见' })
		},
		withdraw: { may: assembles, params: of('draftId'), form: () => ({ revision: '1', comment: '不用了' }) },
		seal: {
			may: anywhere('bank.paper.seal'),
			params: of('approvedId'),
			form: (_side, scene) => ({ revision: '3', openers: scene.holders.auditor.employeeNo })
		},
		open: { may: seesQuestions, params: of('draftId'), form: () => ({ purpose: 'read' }) }
	},
	'/(staff)/staff/papers/[paper]/print': {
		POST: {
			may: seesQuestions,
			params: of('draftId'),
			form: () => ({ what: 'sheet', locale: 'zh-CN', date: '2026-03-06' })
		}
	},
	'/(staff)/staff/papers/[paper]/swap/[position]': {
		load: {
			may: (who) => assembles(who) && anywhere('bank.item.read')(who),
			params: (_side, { papers }) => ({ paper: papers.draftId, position: '1' })
		},
		default: {
			may: assembles,
			params: (_side, { papers }) => ({ paper: papers.draftId, position: '1' }),
			form: (_side, { papers }) => ({ revision: '1', itemId: papers.itemId })
		}
	}
};
