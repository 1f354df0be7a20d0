/** The part of fontkit 2 that is used here; the package carries no types. */
declare module 'fontkit' {
	export interface Font {
		readonly postscriptName: string;
		hasGlyphForCodePoint(codePoint: number): boolean;
		/** Sets a text; how, where features, script, language or direction are named. */
		layout(text: string, ...how: unknown[]): GlyphRun;
	}
	export interface GlyphRun {
		positions: object[];
		readonly advanceWidth: number;
	}
	export function create(bytes: Uint8Array): Font;
}
