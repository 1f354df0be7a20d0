import type { I18n } from '$lib/i18n/i18n';
import type { RoomRecord } from './room-record';

type Words = Pick<I18n, 't' | 'date' | 'local'>;

/** Who signed a record, and when. */
export function signatureOf({ closed }: RoomRecord, { t, date }: Words): string {
	const at = date(closed.at, 'dateTime');
	return closed.by
		? t('staffDesk.record.signed', { ...closed.by, at })
		: t('staffDesk.record.signed_system', { at });
}

/** What a record says first, as labels with values. */
export function recordFacts(
	record: RoomRecord,
	{ t, date, local }: Words
): { label: string; value: string }[] {
	const { sitting, room, invigilators, present, absent, closed } = record;
	const counts = { all: present.length + absent.length, present: present.length, absent: absent.length };
	const facts = [
		{ label: t('staffDesk.record.exam'), value: local(sitting.title) },
		{ label: t('staffDesk.record.room'), value: [room.name, room.address].filter(Boolean).join(' · ') },
		{
			label: t('staffDesk.record.window'),
			value: `${date(sitting.opensAt, 'dateTime')} – ${date(sitting.closesAt, 'dateTime')}`
		},
		{
			label: t('staffDesk.record.invigilators'),
			value: invigilators.map(({ name, employeeNo }) => `${name} ${employeeNo}`).join('、') || '—'
		},
		{ label: t('staffDesk.record.counts'), value: t('staffDesk.record.counts_value', counts) }
	];
	return closed.remark ? [...facts, { label: t('staffDesk.record.remark'), value: closed.remark }] : facts;
}
