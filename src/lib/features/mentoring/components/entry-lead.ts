import type { useI18n } from '$lib/i18n/context';
import type { EntryDetail } from '../queries/entry.server';

type I18n = ReturnType<typeof useI18n>;

/** What the head of an entry's page says to its reader: how it stands, and whose turn it is. */
export function entryLead(detail: EntryDetail, t: I18n['t'], date: I18n['date']): string | undefined {
	const { entry, side, author, mayAnswer } = detail;
	const names = { trainee: detail.traineeName, mentor: detail.mentorName };
	const [writer, other] = author === 'mentor' ? [names.mentor, names.trainee] : [names.trainee, names.mentor];
	switch (entry.state) {
		case 'countersigned':
			return entry.counts ? t('mentoring.hint.counted') : t('mentoring.hint.held');
		case 'settled':
			return t(entry.counts ? 'mentoring.hint.settled.counted' : 'mentoring.hint.settled.not');
		case 'lapsed':
			return t('mentoring.hint.lapsed', { date: date(detail.answerBy) });
		case 'waiting':
			return mayAnswer
				? undefined
				: t('mentoring.hint.waiting', { name: other, date: date(detail.answerBy) });
		case 'disputed':
			if (side === author) return undefined;
			if (side === 'staff') return t('mentoring.hint.disputed.staff', { trainee: other, mentor: writer });
			return t('mentoring.hint.disputed.trainee', { name: writer });
		case 'replaced':
			return undefined;
	}
}
