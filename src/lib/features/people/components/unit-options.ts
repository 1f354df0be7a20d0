import type { LocalText } from '$lib/i18n/locales';

/** Units as choices of a select, the tree shown by indentation. */
export function unitOptions(
	units: readonly { id: string; depth: number; name: LocalText }[],
	local: (text: LocalText) => string
): { value: string; label: string }[] {
	const top = Math.min(...units.map((unit) => unit.depth));
	// Spaces at the start of an option are dropped by browsers unless they are wide.
	return units.map(({ id, depth, name }) => ({
		value: id,
		label: '\u3000'.repeat(depth - top) + local(name)
	}));
}
