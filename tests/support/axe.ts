import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** The levels A and AA of WCAG 2.2. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

interface AxeOptions {
	/** Also what axe holds to be good practice, which no level of WCAG asks for. */
	practices?: boolean;
	/** Selects what need not be looked at here. */
	without?: string;
}

/**
 * What axe finds wrong on a page as it stands, a line for each rule that is broken. It works in the page itself, which has no
 * frames, and names elements only where they are wrong: naming all that is right takes longer than finding it so.
 */
export async function axeFaults(
	page: Page,
	{ practices = false, without }: AxeOptions = {}
): Promise<string[]> {
	const axe = new AxeBuilder({ page }).setLegacyMode().options({
		...{ resultTypes: ['violations'] },
		...(practices ? {} : { runOnly: { type: 'tag', values: WCAG } })
	});
	if (without) axe.exclude(without);
	const { pathname } = new URL(page.url());
	return (await axe.analyze()).violations.map(
		({ id, nodes }) => `${pathname}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`
	);
}
