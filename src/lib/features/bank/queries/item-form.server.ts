import { eq } from 'drizzle-orm';
import { authorize } from '$lib/access/can';
import type { Context } from '$lib/server/context';
import { notFound } from '$lib/shared/errors';
import { isId } from '$lib/shared/ids';
import { people } from '../../people/tables.server';
import { findAlike } from '../alike.server';
import { typedAboutSchema, type PreviewItem, type TypedAbout } from '../edit-schema';
import { linksOf } from '../editing.server';
import { questionTypes, USUAL_SECONDS, type Question, type QuestionType, type Words } from '../question';
import { itemCases, itemKeys, items, itemVersions } from '../tables.server';
import { questionOf } from '../typed/question-of';
import { emptyTyped } from '../typed/empty';
import { refusedQuestionSchema, type TypedQuestion } from '../typed/typed';
import { typedOf } from '../typed/typed-of';
import { renderQuestion } from '../words.server';

/** What the editor of a new item starts from; a kind that is none counts as single choice. */
export function newItemForm(ctx: Context, type: string | null, inCase: string | null) {
	authorize(ctx.actor, 'bank.item.write');
	const kind = questionTypes.includes(type as QuestionType) ? (type as QuestionType) : 'single';
	const about: TypedAbout = {
		...{
			code: '',
			area: '',
			level: '',
			difficulty: '',
			seconds: String(USUAL_SECONDS[kind]),
			use: 'exam',
			competency: '',
			module: ''
		},
		...{ source: '', tags: '', enemies: '', laws: '', reviewAgainOn: '', inCase: (inCase ?? '').slice(0, 40) }
	};
	return { item: null, typed: emptyTyped(kind), about };
}

/** What the editor of an item starts from: its newest version, and who has saved that. */
export async function getItemForm(ctx: Context, itemId: string) {
	authorize(ctx.actor, 'bank.item.write');
	if (!isId(itemId)) throw notFound();
	const [found] = await ctx.db
		.select({
			item: items,
			question: itemKeys.question,
			pictures: itemVersions.pictures,
			by: people.name,
			at: itemVersions.createdAt,
			inCase: itemCases.code
		})
		.from(items)
		.innerJoin(itemVersions, eq(itemVersions.id, items.versionId))
		.innerJoin(itemKeys, eq(itemKeys.itemVersionId, items.versionId))
		.leftJoin(people, eq(people.id, itemVersions.createdBy))
		.leftJoin(itemCases, eq(itemCases.id, items.caseId))
		.where(eq(items.id, itemId));
	if (!found || found.item.status === 'retired') throw notFound();
	const { item } = found;
	const { enemies, laws } = await linksOf(ctx.db, itemId);
	const about: TypedAbout = {
		...{ code: item.code, area: item.area, level: item.level, seconds: String(item.seconds), use: item.use },
		difficulty: String(item.difficulty / 10),
		...{ competency: item.competency ?? '', module: item.module ?? '', source: item.source ?? '' },
		...{ tags: item.tags.join(', '), enemies: enemies.join(', '), laws: laws.join('\n') },
		...{ reviewAgainOn: item.reviewAgainOn ?? '', inCase: found.inCase ?? '' }
	};
	return {
		item: {
			...{
				id: item.id,
				code: item.code,
				status: item.status,
				revision: item.revision,
				versionId: item.versionId
			},
			saved: { by: found.by, at: found.at.toISOString() }
		},
		typed: typedOf(found.question as Question, found.pictures as Record<string, string>),
		about
	};
}

/**
 * How a question would look, and which items say nearly the same, while it is being typed. Keeps nothing. Its pictures
 * are addressed by their files: whether somebody may see one is asked where it is served.
 */
export async function previewItem(ctx: Context, input: PreviewItem) {
	authorize(ctx.actor, 'bank.item.write');
	const { question } = questionOf(input);
	const picture = (name: string) => {
		const found = input.pictures.find((one) => one.name === name);
		return found && isId(found.id)
			? { address: `/staff/items/pictures/${found.id}${ofItem(input.itemId)}` }
			: undefined;
	};
	return {
		question: renderQuestion(question, { version: null, picture }),
		alike: await findAlike(ctx.db, question.stem, input.itemId)
	};
}
const ofItem = (itemId: string | undefined) => (itemId ? `?item=${itemId}` : '');

/** Items that say nearly the same as a stem that was refused for it. */
export async function listAlike(ctx: Context, stem: Words, itemId: string | null) {
	authorize(ctx.actor, 'bank.item.write');
	return findAlike(ctx.db, stem, itemId);
}

/** What was typed, for the page that shows a refused form again; null for what no editor of ours has sent. */
export function readRefused(values: unknown): { typed: TypedQuestion; about: TypedAbout } | null {
	const [typed, about] = [refusedQuestionSchema.safeParse(values), typedAboutSchema.safeParse(values)];
	return typed.success && about.success ? { typed: typed.data, about: about.data } : null;
}
