import { mayAnywhere } from '$lib/access/can';
import type { Permission } from '$lib/access/permissions';
import { acceptModuleDraft, addDraftFile, addQuestion } from '$lib/features/training/index.server';
import { aboutOf } from '$lib/features/training/commands/save-draft-about.server';
import { checkOf } from '$lib/features/training/commands/save-draft-check.server';
import { lessonOf } from '$lib/features/training/commands/save-draft-lesson.server';
import { markOf } from '$lib/features/training/drafts/load.server';
import type { World } from '../../support/database';
import { svg } from '../../support/files';
import { givenPerson } from '../../support/world';
import * as given from '../training/draft';
import type { Route, Who } from './table';

export interface Authoring {
	/** Being written: with a question in its check and a file. */
	draftId: string;
	revision: number;
	seen: { about: string; lesson: string; check: string; question: string };
	fileId: string;
	submittedId: string;
	submittedRevision: number;
	acceptedId: string;
	acceptedRevision: number;
}

/** Written by somebody who is asked nothing here. */
export async function setAuthoring(world: World, at: Date): Promise<Authoring> {
	const author = world.ctx(await givenPerson(world, { roles: ['author'] }), at);
	const reviewer = world.ctx(await givenPerson(world, { roles: ['author'] }), at);
	const draftId = await given.givenDraft(world, author, 'being-written');
	const { file } = await addDraftFile(author, { draftId, file: { name: 'a.svg', bytes: svg() } });
	await addQuestion(author, { draftId, place: 'one' });
	const row = await given.rowOf(world, draftId);
	const submittedId = await given.givenDraft(world, author, 'being-reviewed');
	await given.submit(world, author, submittedId);
	const acceptedId = await given.givenDraft(world, author, 'being-published');
	await given.submit(world, author, acceptedId);
	const { revision: acceptedRevision } = await given.revisionOf(world, acceptedId);
	await acceptModuleDraft(reviewer, { draftId: acceptedId, revision: acceptedRevision, note: null });
	return {
		...{ draftId, revision: row.revision, fileId: file.id, submittedId, acceptedId, acceptedRevision },
		submittedRevision: (await given.revisionOf(world, submittedId)).revision,
		seen: {
			about: markOf(aboutOf(row.content)),
			lesson: markOf(lessonOf(row.content, 'one')),
			check: markOf(checkOf(row.content)),
			question: markOf(row.content.questions[0])
		}
	};
}

const anywhere = (permission: Permission) => (who: Who) => mayAnywhere(who.actor, permission);
const writes = anywhere('training.module.write');
const reviews = anywhere('training.module.review');
const publishes = anywhere('training.module.publish');
const sees = (who: Who) => writes(who) || reviews(who) || publishes(who);

type Params = NonNullable<Route[string]['params']>;
const of =
	(which: 'draftId' | 'submittedId' | 'acceptedId', rest: Record<string, string> = {}): Params =>
	(_side, { authoring }) => ({ id: authoring[which], ...rest });
const draft = of('draftId');
const lesson = of('draftId', { lesson: 'one' });
const question = of('draftId', { place: 'check', question: 'q1' });
const titles = { 'title.zh-CN': '标题', 'title.en': 'Title' };
const root = '/(staff)/staff/modules/drafts';

/** The pages of modules that are being written, and the files of modules. */
export const authoring: Record<string, Route> = {
	'/(app)/training/files/[id]/[name]': {
		GET: {
			// No published version shows it yet.
			may: (who) => writes(who) || reviews(who),
			params: (_side, scene) => ({ id: scene.authoring.fileId, name: 'a.svg' })
		}
	},
	[`${root}/new`]: {
		load: { may: writes },
		default: { may: writes, form: () => ({ code: 'new-module', ...titles }) }
	},
	[`${root}/[id]`]: {
		load: { may: sees, params: draft },
		save: {
			may: writes,
			params: draft,
			form: (_side, scene) => ({
				...{ seen: scene.authoring.seen.about, creditMinutes: '40', knowledgeArea: 'law', ...titles },
				...{ 'summary.zh-CN': '简介', 'summary.en': 'About', 'outcomes.zh-CN': '能', 'outcomes.en': 'Can' }
			})
		},
		submit: {
			may: writes,
			// A question of its lesson stands in no text yet.
			conflicts: true,
			params: draft,
			form: (_side, scene) => ({ revision: String(scene.authoring.revision) })
		},
		discard: { may: writes, params: draft },
		return: { may: reviews, params: of('submittedId'), form: () => ({ note: '请修改' }) },
		accept: {
			may: reviews,
			params: of('submittedId'),
			form: (_side, scene) => ({ revision: String(scene.authoring.submittedRevision) })
		},
		publish: {
			may: publishes,
			params: of('acceptedId'),
			form: (_side, scene) => ({ revision: String(scene.authoring.acceptedRevision) })
		}
	},
	[`${root}/[id]/lessons`]: {
		load: { may: sees, params: draft },
		add: { may: writes, params: draft, form: () => ({ slug: 'two', ...titles }) },
		arrange: { may: writes, params: draft, form: () => ({ lesson: 'one', act: 'remove' }) }
	},
	[`${root}/[id]/lessons/[lesson]`]: {
		load: { may: sees, params: lesson },
		save: {
			may: writes,
			params: lesson,
			form: (_side, scene) => ({
				...{ seen: scene.authoring.seen.lesson, minutes: '9', ...titles },
				...{ 'body.zh-CN': '正文', 'body.en': 'Text' }
			})
		},
		import: {
			may: writes,
			params: lesson,
			form: (_side, scene) => ({
				...{ seen: scene.authoring.seen.lesson, locale: 'en' },
				file: new File(['New text'], 'one.md')
			})
		},
		question: { may: writes, params: lesson },
		arrange: {
			may: writes,
			params: lesson,
			form: () => ({ question: 'q1', act: 'up' })
		}
	},
	[`${root}/[id]/lessons/[lesson]/preview`]: {
		POST: { may: sees, params: lesson, json: { locale: 'en', text: 'Text' } }
	},
	[`${root}/[id]/questions/[place]/[question]`]: {
		load: { may: sees, params: question },
		save: {
			may: writes,
			params: question,
			form: (_side, scene) => ({
				...{ seen: scene.authoring.seen.question, type: 'single', 'correct[]': ['a'] },
				...Object.fromEntries(
					[
						'stem',
						'explanation',
						...['a', 'b'].flatMap((o) => [`options.${o}.text`, `options.${o}.feedback`])
					].flatMap((name) => [
						[`${name}.zh-CN`, '字'],
						[`${name}.en`, 'Word']
					])
				)
			})
		}
	},
	[`${root}/[id]/check`]: {
		load: { may: sees, params: draft },
		save: {
			may: writes,
			params: draft,
			form: (_side, scene) => ({
				...{ seen: scene.authoring.seen.check, passMark: '70', tries: '', waitMinutes: '5' }
			})
		},
		question: { may: writes, params: draft },
		arrange: { may: writes, params: draft, form: () => ({ question: 'q1', act: 'remove' }) }
	},
	[`${root}/[id]/files`]: {
		load: { may: sees, params: draft },
		upload: { may: writes, params: draft, form: () => ({ file: new File([svg('<g/>')], 'b.svg') }) },
		remove: { may: writes, params: draft, form: () => ({ name: 'a.svg' }) }
	},
	[`${root}/[id]/files/upload`]: {
		PUT: { may: writes, params: draft, query: '?name=c.svg', body: () => new Uint8Array(svg('<g/>')) }
	}
};
