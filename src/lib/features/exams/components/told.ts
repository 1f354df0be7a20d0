import type { I18n } from '$lib/i18n/i18n';
import type { Told } from '../queries/own-place.server';
import type { ResultRules } from '../result-rules';

/** What is told about a room beforehand, a sentence each: what holds in it and what of it is recorded. */
export function toldLines({ t }: I18n, told: Told): string[] {
	const { rules, lateMinutes } = told;
	const late = lateMinutes !== null && t('registration.told.late', { minutes: lateMinutes });
	if (told.onPaper)
		return [
			told.rehearsal && t('registration.told.rehearsal'),
			late,
			...(['printed', 'pens', 'sheet', 'read'] as const).map((key) => t(`registration.told.paper.${key}`))
		].filter((line) => line !== false);
	const mix =
		rules.mixQuestions && rules.mixOptions
			? 'both'
			: rules.mixQuestions
				? 'questions'
				: rules.mixOptions
					? 'options'
					: null;
	return [
		told.rehearsal && t('registration.told.rehearsal'),
		late,
		t(`registration.told.endCut.${told.endCut}`),
		told.spreadSeconds > 0 && t('registration.told.spread', { seconds: told.spreadSeconds }),
		told.network && t('registration.told.network'),
		told.password && t('registration.told.password'),
		told.browser && t('registration.told.browser'),
		t('registration.told.room'),
		t(`registration.told.leaving.${rules.leaving.act}`, { times: rules.leaving.times }),
		rules.fullScreen && t('registration.told.fullScreen'),
		rules.noCopy && t('registration.told.noCopy'),
		rules.watermark && t('registration.told.watermark'),
		mix && t(`registration.told.mix.${mix}`),
		rules.oneWay && t('registration.told.oneWay'),
		t(`registration.told.takeOver.${rules.takeOver}`)
	].filter((line) => line !== false && line !== null);
}

/** What passing asks beyond the pass mark, and what becomes of results, a sentence each. */
export function resultLines({ t, percent }: I18n, rules: ResultRules): string[] {
	const { minima, showing, appealDays: days, appealLimit: limit } = rules;
	const areas = minima
		.map((one) =>
			t('registration.results.minimum', {
				area: t(`exams.area.${one.area}`),
				percent: percent(one.percent / 100)
			})
		)
		.join(t('registration.results.and'));
	return [
		...(areas ? [t('registration.results.minima', { areas })] : []),
		t(`registration.results.showing.${showing}`),
		days === null
			? t('registration.results.appeals_none')
			: t('registration.results.appeals', { days, limit })
	];
}
