import type { I18n } from '$lib/i18n/i18n';
import { drawReport, type ReportPen } from '$lib/server/pdf/report';
import type { PairingEvidence, ChainLine, EvidenceSession } from './queries/evidence.server';
import type { TermsVersion } from './queries/terms.server';
import { computeStepMinutes } from './rules';
import { rubricDimensions, workSteps, type Rubric } from './vocabulary';

interface Head {
	/** When it was drawn, and for whom. */
	at: Date;
	by: string;
}

/**
 * The evidence of a pairing as a PDF in the reader's language: agreement, sessions with both sides' words, and every
 * signature with its full hash, so that the paper can be held against the record.
 */
export function drawEvidence(
	evidence: PairingEvidence,
	{ t, date, hours, local }: I18n,
	head: Head
): Promise<Buffer> {
	const { pairing, terms, sessions, lines, chain } = evidence;
	const names = t('mentoring.detail.title', { trainee: pairing.trainee.name, mentor: pairing.mentor.name });
	const title = t('pairings.report.title');
	const info = {
		...{ title: `${title} ${names}`, author: t('app.name'), subject: names },
		...{ lang: t('pairings.report.lang'), date: head.at }
	};
	const foot = (page: number, pages: number) =>
		`${names} · ${t('pairings.report.page', { page, pages })} · ${date(head.at, 'dateTime')}`;
	const and = t('mentoring.agreement.and');
	const levels = (rubric: Rubric | null) =>
		rubricDimensions
			.filter((dimension) => rubric?.[dimension])
			.map((dimension) => `${t(`mentoring.rubric.${dimension}`)} ${rubric![dimension]}`)
			.join(and);

	return drawReport(info, foot, (pen) => {
		pen.title(
			`${title}`,
			`${names} · ${t('pairings.report.made', { at: date(head.at, 'dateTime'), by: head.by })}`
		);
		writeFacts(pen);
		pen.heading(t('mentoring.chain.title'));
		if (chain.intact) {
			pen.text(t('mentoring.chain.intact', { count: chain.signatures }), { bold: true });
			pen.text(`${t('pairings.report.head')} ${chain.head}`, { muted: true });
		} else {
			pen.text(t('mentoring.chain.broken'), { bold: true });
			pen.text(t(`mentoring.chain.${chain.why}`, { position: chain.row.position ?? 0, id: chain.row.id }));
		}
		pen.text(t('pairings.report.about'), { muted: true });
		pen.heading(t('mentoring.agreement.title'));
		if (!terms.versions.length) pen.text(t('mentoring.agreement.filed'));
		for (const version of [...terms.versions].reverse()) writeVersion(pen, version);
		writeSteps(pen);
		pen.heading(t('pairings.report.sessions', { count: sessions.length }));
		if (!sessions.length) pen.text(t('mentoring.detail.empty'));
		for (const session of sessions) writeSession(pen, session);
		pen.heading(t('pairings.report.signatures', { count: lines.length }));
		for (const line of lines) writeLine(pen, line);
	});

	function writeFacts(pen: ReportPen): void {
		const range = { from: date(pairing.startsOn), to: date(pairing.endsOn) };
		pen.facts([
			{
				label: t('mentoring.detail.trainee'),
				value: `${pairing.trainee.name} ${pairing.trainee.employeeNo}`
			},
			{ label: t('mentoring.detail.unit'), value: local(pairing.trainee.unitName) },
			{ label: t('mentoring.detail.mentor'), value: pairing.mentor.name },
			{ label: t('mentoring.detail.dates'), value: t('mentoring.detail.dates.value', range) },
			{
				label: t('pairings.report.hours'),
				value: t('pairings.report.hours.value', {
					...{ counted: hours(pairing.minutes), planned: hours(pairing.plannedMinutes) },
					waiting: hours(pairing.waitingMinutes)
				})
			}
		]);
		if (!pairing.endedOn || !pairing.endReason) return;
		const reason = [t(`mentoring.end.${pairing.endReason}`), pairing.endNote].filter(Boolean).join('：');
		pen.facts([
			{
				label: t('mentoring.detail.ended'),
				value: t('mentoring.detail.ended.value', { date: date(pairing.endedOn), reason })
			}
		]);
	}

	function writeVersion(pen: ReportPen, { version, state, content, acts, inForce }: TermsVersion): void {
		const force = inForce ? ` · ${t('mentoring.agreement.in_force')}` : '';
		pen.text(
			`${t('mentoring.agreement.version', { version })} · ${t(`mentoring.agreement.state.${state}`)}${force}`,
			{ bold: true }
		);
		const target = content.target ? local(content.target.name) : t('mentoring.agreement.target.none');
		pen.text(
			[
				t(`mentoring.purpose.${content.purpose}`),
				`${t('mentoring.agreement.target')} ${target}`,
				t('mentoring.detail.dates.value', { from: date(content.startsOn), to: date(content.endsOn) }),
				hours(content.plannedMinutes)
			].join(' · ')
		);
		pen.text(content.goal);
		for (const { act, name, at, words } of acts) {
			const params = { name, at: date(at, 'dateTime'), reason: words };
			const said = act === 'sign' ? 'mentoring.agreement.signed_by' : 'mentoring.agreement.declined_by';
			pen.text(t(said, params), { muted: true });
		}
		pen.gap(6);
	}

	function writeSteps(pen: ReportPen): void {
		const counted = sessions.filter(({ state }) => state === 'countersigned' || state === 'settled');
		const done = computeStepMinutes(counted);
		pen.heading(t('mentoring.home.steps'));
		pen.table({
			head: [
				...[t('mentoring.progress.step'), t('pairings.report.agreed')],
				...[t('pairings.report.done'), t('pairings.report.times')]
			],
			...{ widths: [4, 1.4, 1.4, 1], right: [1, 2, 3] },
			rows: workSteps.map((step) => [
				...[`${step} ${t(`mentoring.step.${step}`)}`, hours(terms.current?.steps[step - 1] ?? 0)],
				...[hours(done[step - 1]?.minutes ?? 0), String(done[step - 1]?.sessions ?? 0)]
			])
		});
	}

	function writeSession(pen: ReportPen, session: EvidenceSession): void {
		const time = session.startedAt ? ` ${date(session.startedAt, 'minute')}` : '';
		const steps = session.steps.map((step) => t(`mentoring.step.${step as 1}`)).join(and);
		pen.text(
			`${date(session.occurredOn)}${time} · ${hours(session.minutes)} · ${t(`mentoring.state.${session.state}`)}`,
			{ bold: true }
		);
		pen.text([steps, levels(session.rubric)].filter(Boolean).join(' · '), { indent: 12 });
		if (session.note) pen.text(session.note, { indent: 12 });
		pen.gap(4);
	}

	function writeLine(pen: ReportPen, line: ChainLine): void {
		const about =
			line.occurredOn !== null
				? t('mentoring.entry.title', { date: date(line.occurredOn) })
				: t('mentoring.agreement.version', { version: line.version ?? 0 });
		pen.text(
			`${line.position}. ${t(`mentoring.act.${line.act}`, { name: line.signer })} · ${about} · ${date(line.at, 'dateTime')}`,
			{ bold: true }
		);
		const said = [line.words, levels(line.rubric)].filter(Boolean).join(' · ');
		if (said) pen.text(said, { indent: 12 });
		pen.text(line.hash, { muted: true, indent: 12 });
		pen.gap(3);
	}
}
