import { loadStaffI18n } from '$lib/i18n/load';
import type { Locale } from '$lib/i18n/locales';
import { drawReport, type ReportPen } from '$lib/server/pdf/report';
import type { RecordParts } from './load.server';
import { decisionsOf, type RecordLine } from './pdf-people';
import { RecordTables, type RecordTable } from './pdf-tables';
import type { Sealed } from './seal.server';

/** The file of an exam as a PDF, with the hashes of its data. The same file gives the same bytes. */
export async function recordPdf(sealed: Sealed<RecordParts>, locale: Locale): Promise<Buffer> {
	const i18n = await loadStaffI18n(locale);
	const { t, local } = i18n;
	const { parts, hashes, sha256 } = sealed;
	const { attempt, sitting } = parts.attempt;
	const tables = new RecordTables(parts, i18n);
	const decisions = decisionsOf(parts, tables, i18n);
	const names = `${tables.nameOf(attempt.personId)} · ${local({ 'zh-CN': sitting.titleZh, en: sitting.titleEn })}`;
	const info = {
		...{ title: `${t('records.title')} ${names}`, author: t('app.name'), subject: names },
		...{ lang: t('staffDesk.record.lang'), date: attempt.handedInAt ?? attempt.endsAt }
	};
	const foot = (page: number, pages: number) =>
		`${names} · ${sha256.slice(0, 16)} · ${t('staffDesk.record.page', { page, pages })}`;
	return drawReport(info, foot, (pen) => {
		pen.title(t('records.title'), names);
		pen.facts(factsOf());
		tableOf(pen, t('records.part.results'), tables.results());
		tableOf(pen, t('records.earned'), tables.earned());
		storyOf(pen, t('records.part.marking'), decisions.marking);
		storyOf(pen, t('records.part.practical'), decisions.practicals);
		storyOf(pen, t('records.part.holds'), decisions.holds);
		storyOf(pen, t('records.part.regrades'), decisions.regrades);
		storyOf(pen, t('records.part.appeals'), decisions.appeals);
		pen.heading(t('records.part.paper'));
		for (const question of parts.paper.questions) {
			const { head, lines } = tables.asked(question);
			pen.text(head, { bold: true });
			for (const line of lines) pen.text(line, { indent: 12 });
			pen.gap(4);
		}
		tableOf(pen, t('records.part.answers'), tables.versions());
		tableOf(pen, t('records.part.events'), tables.events());
		tableOf(pen, t('records.part.audit'), tables.audit());
		tableOf(pen, t('records.hashes'), tables.hashes(hashes));
		pen.text(`${t('records.whole')} ${sha256}`, { bold: true });
		pen.text(t('records.hashes_about'), { muted: true });
	});

	function factsOf() {
		const { registration, room } = parts.attempt;
		const at = (time: Date | null) => i18n.date(time, 'dateTime');
		const by = (id: string | null, time: Date | null) => (time ? `${tables.nameOf(id)} · ${at(time)}` : '—');
		const needs = [registration?.extraMinutes, registration?.breakMinutes];
		return [
			{ label: t('records.fact.ticket'), value: registration?.ticket ?? '—' },
			{
				label: t('records.fact.place'),
				value: [room?.name, room?.address, registration?.chair].filter(Boolean).join(' · ') || '—'
			},
			{ label: t('records.fact.started'), value: at(attempt.startedAt) },
			{
				label: t('records.fact.handed_in'),
				value: `${at(attempt.handedInAt)} · ${t(`staffDesk.attempt.by.${attempt.handedInBy ?? 'server'}`)}`
			},
			...(needs.some(Boolean)
				? [
						{
							label: t('records.fact.needs'),
							value: t('records.fact.needs_value', { extra: needs[0] ?? 0, breaks: needs[1] ?? 0 })
						}
					]
				: []),
			{ label: t('records.fact.pass'), value: i18n.percent(sitting.passPercent / 100) },
			{ label: t('records.fact.reviewed'), value: by(sitting.reviewedBy, sitting.reviewedAt) },
			{ label: t('records.fact.released'), value: by(sitting.releasedBy, sitting.releasedAt) },
			{
				label: t('records.fact.drawn'),
				value: `${at(parts.paper.drawnAt)} · ${parts.paper.form ?? parts.paper.seed}`
			},
			{ label: t('records.fact.sha256'), value: sha256 }
		];
	}

	function tableOf(pen: ReportPen, title: string, { heads, ...table }: RecordTable) {
		pen.heading(title);
		if (table.rows.length) pen.table({ head: heads, ...table });
		else pen.text(t('records.nothing'), { muted: true });
	}

	function storyOf(pen: ReportPen, title: string, lines: readonly RecordLine[]) {
		pen.heading(title);
		if (!lines.length) pen.text(t('records.nothing'), { muted: true });
		for (const { text, body } of lines) {
			pen.text(text);
			if (body) pen.text(body, { muted: true, indent: 12 });
		}
	}
}
