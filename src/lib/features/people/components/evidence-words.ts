import type { I18n } from '$lib/i18n/i18n';
import type { EvidenceFact } from '../evidence';

export interface EvidenceWords {
	title: string;
	detail: string | null;
	when: string;
	/** A mark for what weighs: poor credit, serious discipline. */
	tone: 'met' | 'missing' | 'danger' | null;
	mark: string;
}

const conductTones = { excellent: 'met', good: 'met', adequate: 'missing', poor: 'danger' } as const;

/** A record in words: what, where, and on or between which days. */
export function evidenceSummary({ t, date }: Pick<I18n, 't' | 'date'>, fact: EvidenceFact): EvidenceWords {
	const on = t(`people.evidence.on.${fact.kind}`, { date: date(fact.validFrom) });
	const span = t('people.evidence.span', {
		from: date(fact.validFrom),
		to: fact.validTo ? date(fact.validTo) : t('people.evidence.until_now')
	});
	const none = { detail: null, when: on, tone: null, mark: '' } as const;
	switch (fact.kind) {
		case 'education':
			return {
				...none,
				title: t(`people.level.${fact.data.level}`),
				detail: [fact.data.school, fact.data.major].filter(Boolean).join(' · ')
			};
		case 'title':
			return { ...none, title: fact.data.name, detail: t(`people.title_level.${fact.data.level}`) };
		case 'experience':
			return {
				...none,
				title: t(`people.experience.${fact.data.kind}`),
				detail: `${fact.data.employer} · ${fact.data.post}`,
				when: span
			};
		case 'induction':
			return { ...none, title: t(`people.induction.${fact.data.kind}`) };
		case 'creditCheck':
			return {
				...none,
				title: t(`people.credit.${fact.data.outcome}`),
				detail: fact.data.source,
				tone: fact.data.outcome === 'good' ? 'met' : 'danger',
				mark: t(`people.credit.mark.${fact.data.outcome}`)
			};
		case 'discipline':
			return {
				title: t(`people.discipline.${fact.data.kind}`),
				detail: fact.data.description,
				when: fact.validTo ? span : on,
				tone: fact.data.severity === 'serious' ? 'danger' : 'missing',
				mark: t(`people.severity.${fact.data.severity}`)
			};
		case 'leave':
			return { ...none, title: t(`people.leave.${fact.data.kind}`), when: span };
		case 'conductReview':
			return {
				...none,
				title: t(`people.conduct.${fact.data.rating}`),
				detail: fact.data.note,
				when: span,
				tone: conductTones[fact.data.rating],
				mark: t(`people.conduct.mark.${fact.data.rating}`)
			};
	}
}
