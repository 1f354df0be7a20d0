import type { z } from 'zod';
import type { ErrorCode } from '$lib/i18n/codes';
import { key, type FieldErrors } from '$lib/shared/form';
import { pictureName } from '../formats/markdown';
import { questionSchema } from '../question-schema';
import { questionOf } from './question-of';
import type { TypedQuestion } from './typed';

/** What a question as a whole is refused for, with the field that it is told at. */
const WHOLE: Record<string, [field: string, code: ErrorCode]> = {
	noStem: ['stem', key('bank.question.no_stem')],
	empty: ['rows', key('bank.question.empty')],
	fewOptions: ['rows', key('bank.question.few')],
	manyOptions: ['rows', key('bank.question.many')],
	sameOption: ['rows', key('bank.question.same')],
	noKey: ['rows', key('bank.question.no_key')],
	unknownKey: ['rows', key('bank.question.no_key')],
	fractions: ['rows', key('bank.question.fractions')],
	numeric: ['rows', key('bank.question.numeric')],
	gaps: ['stem', key('bank.question.gaps')],
	pairs: ['rows', key('bank.question.few')],
	sameId: ['rows', key('bank.question.same')],
	weights: ['rows', key('bank.question.weights')],
	levels: ['rows', key('bank.question.levels')]
};
/** The name that a part of a question has in the form. */
const NAMES: Record<string, string> = {
	...{ criterion: 'text', weight: 'share', name: 'answer', factor: 'first' },
	...{ value: 'first', from: 'first', tolerance: 'second', to: 'second', id: 'gap' }
};
const IN_BOTH = /(^|\.)(stem|explanation|model|text|feedback|left|right|words|true|false)$/;

/** What keeps a typed question from being kept, by the field where it is mended; empty when nothing does. */
export function problemsOf(typed: TypedQuestion): FieldErrors {
	const { question, places } = questionOf(typed);
	const errors: FieldErrors = {};
	const tell = (field: string, code: ErrorCode) =>
		(errors[IN_BOTH.test(field) ? `${field}.zh-CN` : field] ??= code);
	const found = questionSchema.safeParse(question);
	const issues = found.error?.issues ?? [];
	for (const issue of issues.filter(({ path }) => path.length)) tell(...fieldOf(issue, typed, places));
	for (const { message } of issues.filter(({ path }) => !path.length)) {
		const [field, code] = WHOLE[message.split(':')[0]!] ?? ['rows', key('app.field.unreadable')];
		// Where a part of it tells the same, the whole need not.
		const isTold = Object.entries(errors).some(
			([name, told]) => name.startsWith(`${field}.`) && told === code
		);
		if (!isTold) tell(field, code);
	}
	if (picturesOf(question).some((name) => !typed.pictures.some((one) => one.name === name)))
		tell('stem', key('bank.question.no_picture'));
	return errors;
}

/** Names of the pictures that a question's words show. */
export function picturesOf(value: unknown): string[] {
	const names = [...JSON.stringify(value).matchAll(/!\[[^\]]*\]\(([^)\s\\]+)/g)].map(([, at]) =>
		pictureName(at!)
	);
	return [...new Set(names.filter((name) => name !== null))];
}

function fieldOf(
	issue: z.core.$ZodIssue,
	typed: TypedQuestion,
	places: Map<string, string>
): [field: string, code: ErrorCode] {
	const path = issue.path.map(String);
	const code = codeOf(issue, path.at(-1)!);
	if (path[0] === 'correct') return ['rows', key('bank.question.no_key')];
	for (let length = path.length; length > 0; length--) {
		const place = places.get(path.slice(0, length).join('.'));
		if (!place) continue;
		const rest = path.slice(length).filter((step) => step !== 'range' && !/^\d+$/.test(step));
		const own = rest.map((step) =>
			// An accepted text has a field of its own name.
			step === 'text' && (typed.type === 'fillIn' || typed.type === 'shortAnswer')
				? 'answer'
				: (NAMES[step] ?? step)
		);
		return [[place, ...own].join('.') || 'rows', code];
	}
	if (path[0] === 'stem') return ['stem', issue.code === 'custom' ? key('bank.question.no_stem') : code];
	if (path[0] === 'unit') return ['unit', code];
	return [['explanation', 'model', 'longest', 'policy'].includes(path[0]!) ? path[0]! : 'rows', code];
}

function codeOf(issue: z.core.$ZodIssue, last: string): ErrorCode {
	const isList = ['options', 'items', 'pairs', 'accepted', 'gaps', 'levels'].includes(last);
	if (last === 'levels') return key('bank.question.levels');
	if (isList && issue.code === 'too_small')
		return ['accepted', 'gaps'].includes(last) ? key('bank.question.no_key') : key('bank.question.few');
	if (isList && issue.code === 'too_big') return key('bank.question.many');
	if (last === 'share' || last === 'weight') return key('bank.question.share');
	if (issue.code === 'custom') return WHOLE[issue.message.split(':')[0]!]?.[1] ?? key('app.field.unreadable');
	if (issue.code === 'too_big') return key('app.field.too_long');
	return issue.code === 'too_small' ? key('bank.question.empty') : key('app.field.choice');
}
