import { addMonths, type IsoDate } from '$lib/shared/dates';

/** The first text of a ladder that does not exist yet: one tier, so that there is something to read and change. */
export function emptyLadder(ladder: string, name: { zh: string; en: string }, today: IsoDate): string {
	const from = `${addMonths(today, 1).slice(0, 7)}-01`;
	const year = from.slice(0, 4);
	// JSON strings are YAML strings, whatever is in them.
	const text = (zh: string, en: string) => `{ zh-CN: ${JSON.stringify(zh)}, en: ${JSON.stringify(en)} }`;
	return `ladder: ${ladder}
effectiveFrom: "${from}"
name: ${text(name.zh, name.en)}
edition: ${text(`${year} 年版`, `${year} edition`)}
tiers:
  - id: first
    name: ${text('第一级', 'First tier')}
    requirements:
      - induction: {}
`;
}
