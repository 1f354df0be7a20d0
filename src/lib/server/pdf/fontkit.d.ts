/** The part of fontkit 2 that is used here; the package carries no types. */
declare module 'fontkit' {
	export interface Font {
		readonly postscriptName: string;
		hasGlyphForCodePoint(codePoint: number): boolean;
		layout(text: string): { readonly advanceWidth: number };
	}
	export function create(bytes: Uint8Array): Font;
}
