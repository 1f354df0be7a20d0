import type { I18n } from '$lib/i18n/i18n';
import type { ModuleListing } from '../queries/my-training.server';

type Stepped = Pick<ModuleListing, 'next' | 'lessonCount' | 'creditMinutes'>;

/** A module's next step: the words of its button, and what to expect of it. */
export function stepWords({ t, local, date }: I18n, { next, lessonCount, creditMinutes }: Stepped) {
	const label = t(`training.step.${next.kind}`);
	if (next.kind === 'lesson') {
		const title = local(next.title);
		const hint = next.isBegun
			? t('training.step.lesson.begun_hint', { title })
			: t('training.step.lesson.hint', { title, minutes: next.minutes });
		return { label, hint };
	}
	if (next.kind === 'wait')
		return { label, hint: t('training.step.wait.hint', { time: date(next.until, 'minute') }) };
	if (next.kind === 'check' || next.kind === 'requires' || next.kind === 'retired' || next.kind === 'usedUp')
		return { label, hint: t(`training.step.${next.kind}.hint`) };
	return { label, hint: t('training.module.facts', { lessons: lessonCount, minutes: creditMinutes }) };
}
