import type { I18n } from '$lib/i18n/i18n';
import type { RecordParts } from './load.server';
import type { RecordTables } from './pdf-tables';

/** A line of a story with what was said. */
export interface RecordLine {
	text: string;
	body?: string;
}

/** What people decided in an exam, in words: marks of readers and examiners, holds, regrades, appeals. */
export function decisionsOf(parts: RecordParts, tables: RecordTables, i18n: I18n) {
	const { t, date, local } = i18n;
	const { nameOf, marks } = tables;
	const at = (time: Date | null) => date(time, 'dateTime');

	const marking = parts.marking.flatMap((answer): RecordLine[] => {
		const head = t('records.question', { position: answer.position });
		if (!answer.settled) return [{ text: `${head}: ${t('records.marking.open')}` }];
		return [
			...answer.given.map((one) => ({
				text: t('records.marking.given', {
					...{ question: head, who: nameOf(one.markerId), at: at(one.markedAt) },
					...{ turn: t(`marking.moderation.turn.${one.turn}`), marks: marks(one.hundredths), rule: one.rule }
				}),
				body: [one.note, one.flag && t(`marking.task.flag.${one.flag}`), one.flagNote]
					.filter(Boolean)
					.join(' · ')
			})),
			...answer.outcomes.map((one) => ({
				text: t('records.marking.outcome', {
					...{ question: head, how: t(`records.outcome.${one.kind}`), marks: marks(one.hundredths) },
					...{ who: one.decidedBy ? nameOf(one.decidedBy) : t('records.rule_decided'), at: at(one.decidedAt) }
				}),
				body: one.reason
			}))
		];
	});

	const { practical } = parts;
	const practicals = !practical
		? []
		: [
				{
					text: t('records.practical.asked', {
						...{ title: local({ 'zh-CN': practical.asked.titleZh, en: practical.asked.titleEn }) },
						at: at(practical.slot?.startsAt ?? null),
						place: practical.slot?.place ?? '—',
						panel: practical.panel.map(nameOf).join(t('practicals.and')) || '—'
					})
				},
				...practical.recusals.map((one) => ({
					text: t('records.practical.recused', { who: nameOf(one.examinerId), at: at(one.declaredAt) }),
					body: one.reason
				})),
				...(practical.sheets ?? []).map((one) => ({
					text: t('records.practical.sheet', {
						...{ who: nameOf(one.examinerId), at: at(one.submittedAt) },
						marks: marks(one.totalHundredths ?? 0)
					}),
					body: [
						...practical.asked.rubric.map(({ id, criterion, levels }) => {
							const level = levels[(one.scores as Record<string, number>)[id] ?? -1];
							return `${local(criterion)}: ${level ? `${level.share}% ${local(level.words)}` : '—'}`;
						}),
						one.note
					]
						.filter(Boolean)
						.join(' · ')
				})),
				...(practical.candidate.decidedAt
					? [
							{
								text: t(practical.result?.passed ? 'records.practical.passed' : 'records.practical.failed', {
									at: at(practical.candidate.decidedAt),
									marks:
										practical.candidate.hundredths === null ? '—' : marks(practical.candidate.hundredths),
									rule: practical.result?.rule ?? '—'
								}),
								body: practical.candidate.absentReason
							}
						]
					: [{ text: t('records.practical.open') }])
			];

	const holds = parts.holds.flatMap((one): RecordLine[] => [
		{
			text: t('records.hold.raised', { who: nameOf(one.raisedBy), at: at(one.raisedAt) }),
			body: one.reason
		},
		...(one.decision
			? [
					{
						text: t(`records.hold.${one.decision}`, { who: nameOf(one.decidedBy), at: at(one.decidedAt) }),
						body: one.decisionReason ?? ''
					}
				]
			: [])
	]);

	const regrades = parts.regrades.map((one): RecordLine => ({
		text: t('records.regrade', {
			...{ kind: t(`regrading.kind.${one.kind}`), who: nameOf(one.proposedBy), at: at(one.proposedAt) },
			state: t(`regrading.state.${one.outcome ?? 'proposed'}`),
			by: one.endedBy ? nameOf(one.endedBy) : '—'
		}),
		body: [one.reason, one.outcomeReason].filter(Boolean).join(' · ')
	}));

	const appeals = parts.appeals.map((one): RecordLine => ({
		text: t('records.appeal', {
			about: one.position === null ? t('appeals.whole') : t('appeals.question', { position: one.position }),
			state: t(`appeals.state.${one.outcome ?? (one.withdrawnAt ? 'withdrawn' : 'open')}`),
			...{ at: at(one.madeAt), by: one.decidedBy ? nameOf(one.decidedBy) : '—' }
		}),
		body: [one.reason, one.decision].filter(Boolean).join(' · ')
	}));

	return { marking, practicals, holds, regrades, appeals };
}
