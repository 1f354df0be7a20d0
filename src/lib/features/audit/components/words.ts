import type { I18n } from '$lib/i18n/i18n';

type Words = Pick<I18n, 't' | 'has'>;

const named = ({ t, has }: Words, key: string, otherwise: string): string => (has(key) ? t(key) : otherwise);

/** What was done, in words; an action that the catalogues do not know shows its name. `people.` names a group. */
export const actionWords = (i18n: Words, action: string): string =>
	action.endsWith('.')
		? named(i18n, `staffAudit.group.${action.slice(0, -1)}`, action)
		: named(i18n, `staffAudit.action.${action}`, action);

export const subjectWords = (i18n: Words, type: string): string => named(i18n, `staffAudit.subject.${type}`, type);

/** A field of before and after by its last name: `data.level` is a level. */
export const fieldWords = (i18n: Words, field: string): string =>
	named(i18n, `staffAudit.field.${field}`, named(i18n, `staffAudit.field.${field.split('.').at(-1)}`, field));
