import type { I18n } from '$lib/i18n/i18n';
import type { LocalText } from '$lib/i18n/locales';

type Words = Pick<I18n, 't' | 'has'>;

const named = ({ t, has }: Words, key: string, otherwise: string): string => (has(key) ? t(key) : otherwise);

/** What was done, in words; an action that the catalogues do not know shows its name. `people.` names a group. */
export const actionWords = (i18n: Words, action: string): string =>
	action.endsWith('.')
		? named(i18n, `staffAudit.group.${action.slice(0, -1)}`, action)
		: named(i18n, `staffAudit.action.${action}`, action);

export const subjectWords = (i18n: Words, type: string): string =>
	named(i18n, `staffAudit.subject.${type}`, type);

/** A field of before and after by its last name: `data.level` is a level. */
export const fieldWords = (i18n: Words, field: string): string =>
	named(i18n, `staffAudit.field.${field}`, named(i18n, `staffAudit.field.${field.split('.').at(-1)}`, field));

export type Names = Record<string, string | LocalText>;

/** A value of a field as a reader knows it: a name for an id, yes and no, a role's or a status's words. */
export function valueWords(
	i18n: Words & Pick<I18n, 'local'>,
	field: string,
	value: string | null,
	names: Names
): string {
	if (value === null) return '—';
	const name = names[value];
	if (name !== undefined) return typeof name === 'string' ? name : i18n.local(name);
	if (value === 'true' || value === 'false') return i18n.t(value === 'true' ? 'app.yes' : 'app.no');
	switch (field) {
		case 'role':
		case 'roles':
			return value
				.split(', ')
				.map((role) => named(i18n, `access.role.${role}`, role))
				.join(i18n.t('people.list_separator'));
		case 'status':
			return named(i18n, `people.status.${value}`, value);
		case 'kind':
			return named(i18n, `people.evidence.${value}`, value);
		case 'action':
			return actionWords(i18n, value);
		default:
			return value;
	}
}
