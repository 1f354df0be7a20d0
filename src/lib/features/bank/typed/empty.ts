import { USUAL_SECONDS, type QuestionType } from '../question';
import { policiesOf } from './policies';
import type { TypedQuestion, TypedRow } from './typed';

const noWords = () => ({ 'zh-CN': '', en: '' });
export const emptyRow = (id: string): TypedRow => ({
	...{ id, text: noWords(), feedback: noWords(), left: noWords(), right: noWords() },
	...{ share: '', answer: '', gap: '', kind: 'value', first: '', second: '', levels: [] }
});

/** How many rows a new question of a kind begins with. */
const BEGINS_WITH: Record<QuestionType, number> = {
	...{ single: 4, multiple: 4, trueFalse: 0, numeric: 1, fillIn: 1, matching: 3, ordering: 3 },
	...{ shortAnswer: 1, essay: 1 }
};
const newLevels = () => ['100', '60', '0'].map((share) => ({ share, words: noWords() }));

/** A row that is added to a question of a kind. */
export function newRow(typed: Pick<TypedQuestion, 'type' | 'rows'>): TypedRow {
	const taken = typed.rows.map(({ id }) => id);
	const id = 'abcdefghijklmnopqrstuvwxyz'.split('').find((one) => !taken.includes(one)) ?? `r${taken.length}`;
	const added = emptyRow(id);
	if (typed.type === 'essay') added.levels = newLevels();
	return added;
}

/** An empty question of a kind. */
export const emptyTyped = (type: QuestionType): TypedQuestion =>
	asKind(
		{
			...{ type, stem: noWords(), explanation: noWords(), policy: '', correct: [], rows: [], others: [] },
			...{ unit: '', case: false, width: false, feedback: { true: noWords(), false: noWords() } },
			...{ model: noWords(), longest: '', pictures: [] }
		},
		type
	);

/** A row in which nothing was typed and which nobody has marked as right. */
function isBlank(row: TypedRow, correct: readonly string[]): boolean {
	const { text, feedback, left, right, share, answer, gap, first, second, levels } = row;
	const words = [text, feedback, left, right, ...levels.map((level) => level.words)].flatMap(Object.values);
	return ![...words, share, answer, gap, first, second].some(Boolean) && !correct.includes(row.id);
}

/**
 * What was typed, asked as another kind: nothing of it is lost, empty rows make way, and as many rows stand there as one
 * begins with.
 */
export function asKind(typed: TypedQuestion, type: QuestionType): TypedQuestion {
	const policies: readonly string[] = policiesOf(type);
	const next = { ...typed, type, rows: typed.rows.filter((row) => !isBlank(row, typed.correct)) };
	if (!policies.includes(typed.policy)) next.policy = policies[0] ?? '';
	if (type === 'single') next.correct = typed.correct.slice(0, 1);
	if (type === 'essay')
		next.rows = next.rows.map((row) => (row.levels.length ? row : { ...row, levels: newLevels() }));
	while (next.rows.length < BEGINS_WITH[type]) next.rows.push(newRow(next));
	return next;
}

/** The expected time of a kind, where it was that of the kind before: whoever has typed another one keeps it. */
export const secondsAs = (seconds: string, was: QuestionType, type: QuestionType): string =>
	seconds === String(USUAL_SECONDS[was]) ? String(USUAL_SECONDS[type]) : seconds;
