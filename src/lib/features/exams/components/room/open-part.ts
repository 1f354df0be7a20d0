import type { AnyGiven, Shown } from '$lib/features/bank';

/** Whether something was answered, but a gap, a left side or a unit is still open: it would be marked as it stands. */
export function hasOpenPart(question: Shown, given: AnyGiven | null): boolean {
	if (given === null || typeof given !== 'object' || Array.isArray(given)) return false;
	const parts = new Map(Object.entries(given));
	const isOpen = (key: string) => !parts.get(key)?.trim();
	if (question.type === 'fillIn') return question.gaps.some(isOpen);
	if (question.type === 'matching') return question.lefts.some(({ id }) => isOpen(id));
	return question.type === 'numeric' && question.unit && isOpen('unit');
}
