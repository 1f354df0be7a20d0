/** Order matters: every browser claims to be the ones after it. */
const BROWSERS: [RegExp, string][] = [
	[/MicroMessenger\//, 'WeChat'],
	[/DingTalk\//i, 'DingTalk'],
	[/Edg(?:e|A|iOS)?\//, 'Edge'],
	[/OPR\/|Opera/, 'Opera'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
	[/Android/, 'Android'],
	[/iPhone|iPad|iPod/, 'iOS'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

/** Browser and system by their proper names from a User-Agent header; null for what it does not tell. */
export function describeBrowser(userAgent: string): { browser: string | null; system: string | null } {
	const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
	return { browser: find(BROWSERS), system: find(SYSTEMS) };
}
