import type { LocalText } from '$lib/i18n/locales';

/** What a certificate rests on, as it is printed: one of the two. */
interface PrintedGround {
	exam?: LocalText | null | undefined;
	module?: LocalText | null | undefined;
}

/** Whether a certificate rests on an exam that was passed or on a module that was completed, and its title. */
export function groundOf({ exam, module }: PrintedGround): { by: 'exam' | 'module'; title: LocalText } {
	const title = exam ?? module;
	if (!title) throw new Error('every certificate rests on something');
	return { by: exam ? 'exam' : 'module', title };
}
