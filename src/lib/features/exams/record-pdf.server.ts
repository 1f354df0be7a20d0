import { loadStaffI18n } from '$lib/i18n/load';
import type { I18n } from '$lib/i18n/i18n';
import type { Context } from '$lib/server/context';
import { drawReport, type ReportPen } from '$lib/server/pdf/report';
import { eventBody, eventTitle, signWords } from './desk-words';
import { getRoomRecord, type SignedRecord } from './queries/room-record.server';
import { recordFacts, signatureOf } from './record-words';

/** The signed record of a room as a PDF in the reader's language, with its hash. The same record gives the same bytes. */
export async function exportRecord(ctx: Context, roomId: string): Promise<{ name: string; bytes: Buffer }> {
	const signed = await getRoomRecord(ctx, roomId);
	const i18n = await loadStaffI18n(ctx.locale);
	const name = `${i18n.t('staffDesk.record.file')}-${signed.hash.slice(0, 8)}.pdf`;
	return { name, bytes: await drawRecord(signed, i18n) };
}

function drawRecord({ record, hash, intact }: SignedRecord, i18n: I18n): Promise<Buffer> {
	const { t, date, local, number } = i18n;
	const title = t('staffDesk.record.title');
	const { sitting, room, closed, present, absent } = record;
	const names = `${local(sitting.title)} · ${room.name}`;
	const info = {
		...{ title: `${title} ${names}`, author: t('app.name'), subject: names },
		...{ lang: t('staffDesk.record.lang'), date: new Date(closed.at) }
	};
	const foot = (page: number, pages: number) =>
		`${names} · ${hash.slice(0, 16)} · ${t('staffDesk.record.page', { page, pages })}`;
	return drawReport(info, foot, (pen) => {
		pen.title(title, names);
		pen.facts(recordFacts(record, i18n));
		pen.heading(t('staffDesk.record.acts'));
		writeActs(pen);
		pen.heading(`${t('staffDesk.record.present')} ${number(present.length)}`);
		if (present.length) writePresent(pen);
		else pen.text(t('staffDesk.record.nobody_present'), { muted: true });
		pen.heading(`${t('staffDesk.record.absent')} ${number(absent.length)}`);
		if (absent.length)
			pen.table({
				head: [t('staffDesk.col.chair'), t('staffDesk.record.col.ticket'), t('staffDesk.record.col.name')],
				widths: [1, 2, 5],
				rows: absent.map(({ chair, ticket, name, employeeNo }) => [
					...[chair === null ? '—' : String(chair), ticket, `${name} ${employeeNo}`]
				])
			});
		else pen.text(t('staffDesk.record.nobody_absent'), { muted: true });
		pen.heading(signatureOf(record, i18n));
		pen.text(t(intact ? 'staffDesk.record.intact' : 'staffDesk.record.broken'), { bold: !intact });
		pen.text(`${t('staffDesk.record.hash')} ${hash}`);
	});

	function writeActs(pen: ReportPen): void {
		if (!record.acts.length) return pen.text(t('staffDesk.record.no_acts'), { muted: true });
		pen.table({
			head: (['time', 'what', 'whom', 'by', 'words'] as const).map((key) => t(`staffDesk.record.col.${key}`)),
			widths: [1.4, 2.4, 1.6, 1.6, 4],
			rows: record.acts.map((act) => [
				...[date(act.at, 'time'), eventTitle(i18n, act), act.ticket ?? t('staffDesk.log.room')],
				...[act.by?.name ?? '—', eventBody(i18n, act)]
			])
		});
	}

	function writePresent(pen: ReportPen): void {
		const columns = ['ticket', 'name', 'began', 'handed_in', 'answered', 'noticed'] as const;
		pen.table({
			head: [t('staffDesk.col.chair'), ...columns.map((key) => t(`staffDesk.record.col.${key}`))],
			widths: [0.8, 1.8, 2.4, 1.4, 2, 1.2, 3.4],
			rows: present.map((one) => [
				...[one.chair === null ? '—' : String(one.chair), one.ticket, `${one.name} ${one.employeeNo}`],
				date(one.startedAt, 'time'),
				`${date(one.handedInAt, 'time')} ${t(`staffDesk.attempt.by.${one.handedInBy}`)}`,
				...[`${one.answered}/${one.questions}`, noticed(one, i18n)]
			])
		});
	}
}

/** What was noticed of somebody who was there, in one line. */
function noticed({ signs }: SignedRecord['record']['present'][number], i18n: I18n): string {
	const words = signWords(i18n, signs).map(({ text }) => text);
	return words.join('；') || i18n.t('staffDesk.sign.none');
}
