import { fileURLToPath } from 'node:url';

const ICON = /@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/;
const own = fileURLToPath(new URL('Icon.svelte', import.meta.url)).replaceAll('\\', '/');

/** What an icon is drawn with, as markup. @param {string} source of its component in the package */
export function drawingOf(source) {
	const data = /const iconData = (\{.*\});/.exec(source)?.[1];
	if (!data)
		throw new Error('An icon of @lucide/svelte has no iconData: look at how the package is made now.');
	/** @type {{ node: [string, Record<string, string>][] }} */
	const { node } = JSON.parse(data);
	return node
		.map(
			([tag, of]) =>
				`<${tag}${Object.entries(of)
					.map(([key, value]) => ` ${key}="${value}"`)
					.join('')}/>`
		)
		.join('');
}

/**
 * Has the icons of @lucide/svelte drawn by our `Icon`: the same lines with a tenth of the work and a third of the
 * text. What they are drawn with is put together at build time.
 * @type {import('svelte/compiler').PreprocessorGroup}
 */
export const lucide = {
	name: 'lucide',
	markup({ content, filename = '' }) {
		if (!ICON.test(filename)) return;
		const code = `<script>
import Icon from '${own}';
let { size, strokeWidth, fill, class: extra } = $props();
</script>
<Icon {size} {strokeWidth} {fill} class={extra} drawing='${drawingOf(content)}' />`;
		return { code };
	}
};
