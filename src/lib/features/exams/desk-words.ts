import type { I18n } from '$lib/i18n/i18n';
import type { Signs } from './desk';
import type { EventKind, HandedInBy } from './states';

type Words = Pick<I18n, 't' | 'date' | 'has'>;

/** A length of time in words; a started second counts. */
export function timeWords({ t }: Pick<Words, 't'>, ms: number): string {
	const all = Math.ceil(ms / 1000);
	const [minutes, seconds] = [Math.floor(all / 60), all % 60];
	if (!minutes) return t('staffDesk.time.seconds', { count: seconds });
	if (!seconds) return t('staffDesk.time.minutes', { count: minutes });
	return t('staffDesk.time.both', { minutes, seconds });
}

/** What was noticed of a candidate and done for them, each in a few words; `loud` is to be looked at. */
export function signWords(words: Pick<Words, 't'>, signs: Signs): { text: string; loud: boolean }[] {
	const { t } = words;
	const list: { text: string; loud: boolean }[] = [];
	const add = (loud: boolean, count: number, text: () => string) =>
		count > 0 && list.push({ text: text(), loud });
	const { leaves, leaveMs, givenMs } = signs;
	for (const sign of ['incidents', 'flags', 'seatsRefused'] as const)
		add(true, signs[sign], () => t(`staffDesk.sign.${sign}`, { count: signs[sign] }));
	add(true, leaves, () => t('staffDesk.sign.leaves', { count: leaves, time: timeWords(words, leaveMs) }));
	for (const sign of ['fullScreenLeft', 'copies', 'addresses', 'savesRefused'] as const)
		add(true, signs[sign], () => t(`staffDesk.sign.${sign}`, { count: signs[sign] }));
	add(false, signs.notes, () => t('staffDesk.sign.notes', { count: signs.notes }));
	add(false, givenMs, () => t('staffDesk.sign.given', { time: timeWords(words, givenMs) }));
	return list;
}

/** An entry of the record, from whichever table it was read. */
export interface ToldEvent {
	kind: EventKind;
	data: Record<string, unknown>;
}

const numberIn = (data: ToldEvent['data'], name: string) =>
	typeof data[name] === 'number' ? data[name] : null;
const textIn = (data: ToldEvent['data'], name: string) =>
	typeof data[name] === 'string' ? data[name] : null;

/** What happened, in a few words. */
export function eventTitle(words: Words, { kind, data }: ToldEvent): string {
	const { t } = words;
	const time = () => timeWords(words, numberIn(data, 'ms') ?? 0);
	if (kind === 'leave') return t('staffDesk.event.leave', { time: time() });
	if (kind === 'giveBack') return t('staffDesk.event.giveBack', { time: time() });
	if (kind === 'extend') return t('staffDesk.event.extend', { time: time() });
	if (kind === 'handIn' && textIn(data, 'by') !== 'invigilator') return t('staffDesk.event.handIn.candidate');
	return t(`staffDesk.event.${kind}`);
}

/** What else is known of it: reason, text, scope, address, code. */
export function eventBody(words: Words, { kind, data }: ToldEvent): string {
	const { t, date, has } = words;
	const parts: (string | null)[] = [textIn(data, 'text'), textIn(data, 'reason')];
	const scope = textIn(data, 'scope');
	const [attempts, stood, seat] = [
		numberIn(data, 'attempts'),
		numberIn(data, 'stoodMs'),
		numberIn(data, 'seat')
	];
	if (scope === 'room' || scope === 'sitting') parts.push(t(`staffDesk.event.scope.${scope}`));
	if (attempts !== null) parts.push(t('staffDesk.event.attempts', { count: attempts }));
	if (stood !== null) parts.push(t('staffDesk.event.stood', { time: timeWords(words, stood) }));
	const papers = numberIn(data, 'papers');
	if (papers !== null) parts.push(t('staffDesk.event.papers', { count: papers }));
	const [beganAt, endedAt] = [textIn(data, 'beganAt'), textIn(data, 'endedAt')];
	if (beganAt && endedAt)
		parts.push(
			t('staffDesk.event.written', { began: date(beganAt, 'minute'), ended: date(endedAt, 'minute') })
		);
	if (kind === 'read') parts.push(readingWords(words, data));
	const endsAt = textIn(data, 'endsAt');
	if (kind === 'extend' && endsAt) parts.push(t('staffDesk.event.until', { at: date(endsAt, 'time') }));
	if (seat !== null && kind !== 'freeDevice') parts.push(t('staffDesk.event.seat_no', { seat }));
	if (data['moved'] === true) parts.push(t('staffDesk.event.moved'));
	const code = textIn(data, 'code');
	if (code) {
		const key = code.replace('.', '.error.');
		parts.push(has(key) ? t(key) : code);
	}
	const carried = numberIn(data, 'carried');
	if (carried) parts.push(t('staffDesk.event.carried', { count: carried }));
	for (const name of ['address', 'from', 'to', 'agent']) parts.push(textIn(data, name));
	return parts.filter(Boolean).join(' · ');
}

/** What two readings of a sheet came to. */
function readingWords({ t }: Words, data: ToldEvent['data']): string {
	if (data['present'] === false) return t('staffDesk.event.read.absent');
	const count = numberIn(data, 'differing');
	return count ? t('staffDesk.event.read.differing', { count }) : t('staffDesk.event.read.agreed');
}

/** Who handed in and when. */
export const handedInWords = ({ t, date }: Pick<Words, 't' | 'date'>, by: HandedInBy, at: string): string =>
	t(`staffDesk.handed_in.${by}`, { at: date(at, 'time') });
