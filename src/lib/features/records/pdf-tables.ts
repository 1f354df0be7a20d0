import { eventBody, eventTitle, writeCell, type EventKind } from '$lib/features/exams';
import { inShort, letterOf, type AnyGiven, type Shown } from '$lib/features/bank';
import type { I18n } from '$lib/i18n/i18n';
import type { RecordParts } from './load.server';

/** A table of the file on paper: heads are words of `records.col.*`. */
export interface RecordTable {
	heads: string[];
	/** Share of the width of each column. */
	widths: number[];
	rows: string[][];
	right?: number[];
}

/** Longer texts are cut on paper: the data holds them whole. */
const LONGEST = 300;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

type Question = RecordParts['paper']['questions'][number];

/** The tables of a file in words of the reader. */
export class RecordTables {
	private readonly names: Map<string, string>;

	constructor(
		private readonly parts: RecordParts,
		private readonly i18n: I18n
	) {
		this.names = new Map(parts.people.map(({ id, name, employeeNo }) => [id, `${name} ${employeeNo}`]));
	}

	nameOf = (id: string | null): string => (id === null ? '—' : (this.names.get(id) ?? id));
	/** Hundredths of a mark. */
	marks = (hundredths: number): string => this.i18n.number(hundredths / 100);
	private time = (at: Date | null): string => this.i18n.date(at, 'dateTime');
	private second = (at: Date): string => `${this.i18n.date(at, 'short')} ${this.i18n.date(at, 'time')}`;

	private table(columns: [head: string, width: number][], rows: string[][], right?: number[]): RecordTable {
		const { t } = this.i18n;
		return {
			heads: columns.map(([head]) => t(`records.col.${head}` as 'records.col.time')),
			widths: columns.map(([, width]) => width),
			...{ rows: rows.map((row) => row.map(cut)), right: right ?? [] }
		};
	}

	/** A question with what could be chosen, in the order in which the candidate saw it. */
	asked({ position, code, version, marks, shown }: Question): { head: string; lines: string[] } {
		const { t, locale } = this.i18n;
		const words = (text: Shown['stem']) => inShort(text, locale)?.text ?? '';
		const listed = (list: readonly { text: Shown['stem'] }[]) =>
			list.map(({ text }, place) => `${letterOf(place)}. ${words(text)}`);
		const choices = 'options' in shown ? listed(shown.options) : 'items' in shown ? listed(shown.items) : [];
		const pairs =
			'lefts' in shown ? [...shown.lefts.map(({ text }) => words(text)), ...listed(shown.rights)] : [];
		return {
			head: `${position}. ${words(shown.stem)}`,
			lines: [t('records.item', { code, version, marks }), ...choices, ...pairs]
		};
	}

	/** An answer in the letters that the candidate saw. */
	answer(position: number, given: unknown): string {
		const { t } = this.i18n;
		const question = this.parts.paper.questions.find((one) => one.position === position);
		const signs = { true: t('bank.answer.true'), false: t('bank.answer.false') };
		return question ? writeCell(question.shown, given as AnyGiven | null, signs) : '';
	}

	/** Question by question what it earned in the newest result, and by what. */
	earned(): RecordTable {
		const { t } = this.i18n;
		const result = this.parts.results.versions.at(-1);
		const { versions } = this.parts.answers;
		const rows = this.parts.paper.questions.map(({ position, code, version, marks }) => {
			const mark = result?.marks.find((one) => one.position === position);
			const given = versions.filter((one) => one.position === position).at(-1)?.given ?? null;
			const by = !mark
				? t('records.by.nothing')
				: mark.read
					? t('records.by.people')
					: mark.correctionId
						? t('records.by.correction', { id: mark.correctionId.slice(-8) })
						: t('records.by.key');
			return [
				...[String(position), `${code} v${version}`, this.answer(position, given)],
				...[mark ? this.marks(mark.earnedHundredths) : '—', String(marks), by]
			];
		});
		const columns: [string, number][] = [
			...([
				['position', 0.6],
				['item', 2.2],
				['answer', 3]
			] as [string, number][]),
			...([
				['earned', 0.9],
				['marks', 0.8],
				['by', 2]
			] as [string, number][])
		];
		return this.table(columns, rows, [3, 4]);
	}

	results(): RecordTable {
		const { t, percent } = this.i18n;
		const rows = this.parts.results.versions.map((one) => [
			...[String(one.version), this.time(one.markedAt), one.rule],
			...[`${this.marks(one.earnedHundredths)}/${one.maxScore}`, percent(one.tenths / 1000, 1)],
			t(one.passed ? 'exams.result.passed' : 'exams.result.failed'),
			...[this.time(one.releasedAt), this.time(one.supersededAt)]
		]);
		return this.table(
			[
				['version', 0.6],
				['marked', 1.7],
				['rule', 2.2],
				['earned', 1.1],
				['percent', 0.9],
				['passed', 1],
				['released', 1.7],
				['superseded', 1.7]
			],
			rows
		);
	}

	versions(): RecordTable {
		const { t } = this.i18n;
		const rows = this.parts.answers.versions.map(({ savedAt, position, seq, given, late, flagged, seat }) => [
			...[this.second(savedAt), String(position), String(seq), this.answer(position, given)],
			[late && t('records.late'), flagged && t('records.flagged'), t('records.seat', { seat })]
				.filter(Boolean)
				.join(' · ')
		]);
		return this.table(
			[
				['time', 1.8],
				['position', 0.7],
				['seq', 0.6],
				['answer', 4],
				['about', 1.8]
			],
			rows
		);
	}

	events(): RecordTable {
		const rows = this.parts.events.map(({ at, kind, data, byId }) => {
			const told = { kind: kind as EventKind, data: data as Record<string, unknown> };
			return [
				...[this.second(at), eventTitle(this.i18n, told), byId ? this.nameOf(byId) : '—'],
				eventBody(this.i18n, told)
			];
		});
		return this.table(
			[
				['time', 1.8],
				['what', 2.2],
				['who', 1.6],
				['words', 3.4]
			],
			rows
		);
	}

	audit(): RecordTable {
		const { has, t } = this.i18n;
		const rows = this.parts.audit.map(({ seq, at, actorName, action, hash }) => {
			const key = `staffAudit.action.${action}`;
			return [String(seq), this.second(at), actorName, has(key) ? t(key) : action, hash.slice(0, 16)];
		});
		return this.table(
			[
				['entry', 0.7],
				['time', 1.8],
				['who', 1.6],
				['what', 3],
				['hash', 1.9]
			],
			rows
		);
	}

	hashes(hashes: Record<string, string>): RecordTable {
		const { t } = this.i18n;
		const rows = Object.entries(hashes).map(([part, sha256]) => [
			t(`records.part.${part}` as 'records.part.paper'),
			sha256
		]);
		return this.table(
			[
				['part', 1.2],
				['sha256', 5]
			],
			rows
		);
	}
}
