import { locales, type LocalText } from '$lib/i18n/locales';
import type { Design, Signature } from '../paper/design';
import { isColor, washOf } from './rules';

/** Where a picture of a version is found. */
const addressOf = (version: number | null, which: string) =>
	`/staff/certificates/templates/${version}/${which}`;

/** A saved design with the addresses of its pictures in the place of their files. */
export const withAddresses = (design: Design, version: number | null): Design => ({
	...design,
	seal: design.seal && addressOf(version, 'seal'),
	signatures: design.signatures.map((signature, i) => ({
		...signature,
		picture: signature.picture && addressOf(version, String(i))
	}))
});

/** Chosen files as addresses that hold them, to be shown before they are sent. */
const chosen = new WeakMap<File, Promise<string | null>>();
async function addressOfChosen(form: HTMLFormElement, name: string): Promise<string | null> {
	const file = (form.elements.namedItem(name) as HTMLInputElement | null)?.files?.[0];
	if (!file) return null;
	const address = chosen.get(file) ?? asAddress(file);
	chosen.set(file, address);
	return address;
}
const asAddress = (file: File) =>
	new Promise<string | null>((resolve) => {
		const reader = new FileReader();
		reader.onload = () => resolve(String(reader.result));
		reader.onerror = () => resolve(null);
		reader.readAsDataURL(file);
	});

/**
 * What stands in the fields, saved or not, as a design to look at: with addresses of pictures. `saved` is what the fields
 * began with.
 */
export async function readDesign(
	form: HTMLFormElement,
	saved: Design,
	version: number | null
): Promise<Design> {
	const [seal, first, second] = await Promise.all(
		['sealFile', 'firstFile', 'secondFile'].map((name) => addressOfChosen(form, name))
	);
	const data = new FormData(form);
	const text = (name: string) => String(data.get(name) ?? '').trim();
	const both = (name: string) =>
		Object.fromEntries(locales.map((locale) => [locale, text(`${name}.${locale}`)])) as LocalText;
	const before = withAddresses(saved, version);
	const accent = text('accent').toLowerCase();
	const color = isColor(accent) ? accent : saved.accent;
	const signatures = (['first', 'second'] as const).flatMap((which, i): Signature[] => {
		const name = text(`${which}.name`);
		const kept = data.has(`${which}.bare`) ? null : (before.signatures[i]?.picture ?? null);
		const picture = (i === 0 ? first : second) ?? kept;
		return name ? [{ name, office: both(`${which}.office`), picture }] : [];
	});
	return {
		languages: text('languages') as Design['languages'],
		orientation: text('orientation') as Design['orientation'],
		...{ title: both('title'), statement: both('statement'), note: both('note') },
		...{ accent: color, wash: washOf(color) },
		seal: seal ?? (data.has('unsealed') ? null : before.seal),
		signatures
	};
}
