import { asKind, emptyRow, newRow } from './empty';
import type { TypedQuestion } from './typed';

/**
 * What a button of the editor does to the form's lists: `add:rows`, `remove:rows:2`, `up:rows:2`, `down:rows:1`,
 * `add:rows.0.levels`; `kind` after another kind was chosen. Returns a new question; an act that makes no sense changes nothing.
 */
export function actOnRows(typed: TypedQuestion, act: string): TypedQuestion {
	const [verb = '', path = '', place = ''] = act.split(':');
	if (verb === 'kind') return asKind(typed, typed.type);
	// Over JSON, because what a page keeps alive cannot be cloned as it is.
	const next = JSON.parse(JSON.stringify(typed)) as TypedQuestion;
	const at = Number(place);
	const list = listOf(next, path);
	if (!list) return typed;
	if (verb === 'add') list.push(path === 'rows' ? newRow(next) : added(path));
	else if (!(at in list)) return typed;
	else if (verb === 'remove') list.splice(at, 1);
	else if (verb === 'up' && at > 0) list.splice(at - 1, 0, ...list.splice(at, 1));
	else if (verb === 'down' && at < list.length - 1) list.splice(at + 1, 0, ...list.splice(at, 1));
	else return typed;
	return next;
}

const added = (path: string) =>
	path === 'others' ? emptyRow('') : { share: '', words: { 'zh-CN': '', en: '' } };

function listOf(typed: TypedQuestion, path: string): unknown[] | null {
	if (path === 'rows' || path === 'others' || path === 'pictures') return typed[path];
	const [, row = ''] = /^rows\.(\d+)\.levels$/.exec(path) ?? [];
	return typed.rows[Number(row || -1)]?.levels ?? null;
}
