import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import plugin from 'tailwindcss/plugin';
import { drawingOf } from './lucide.js';

const folder = join(dirname(fileURLToPath(import.meta.resolve('@lucide/svelte'))), 'icons');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.js') ? [file.slice(0, -3)] : []));

/** The component of an icon, which may have been known by another name. @param {string} name */
function sourceOf(name) {
	const file = /from "\.\/([\w-]+\.svelte)"/.exec(readFileSync(join(folder, `${name}.js`), 'utf8'))?.[1];
	if (!file) throw new Error(`The icon ${name} of @lucide/svelte is not where it was.`);
	return readFileSync(join(folder, file), 'utf8');
}

/** @param {string} drawing */
const image = (drawing) =>
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#000" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${drawing}</svg>`
		.replaceAll('"', "'")
		.replace(/[<>#]/g, encodeURIComponent);

/**
 * `sign-contact` beside `sign` (base.css) shows the icon `contact` of Lucide through a mask: for signs that stand on
 * every page many times, whose lines are then sent once, with the styles.
 */
export default plugin(({ matchUtilities }) =>
	matchUtilities(
		{
			sign: (name) => ({
				'--sign': `url("data:image/svg+xml,${image(drawingOf(sourceOf(name)))}")`
			})
		},
		{ values: Object.fromEntries(names.map((name) => [name, name])) }
	)
);
