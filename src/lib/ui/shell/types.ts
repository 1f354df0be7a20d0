import type { MessageKey } from '$lib/i18n/codes';
import type { LocalText } from '$lib/i18n/locales';
import type { RoleName } from '$lib/access/roles';
import type { IconName } from './icons';

export interface NavigationItem {
	href: string;
	labelKey: MessageKey;
	/** Two or three characters for the tab bar of a phone. */
	shortKey?: MessageKey;
	icon: IconName;
	/** Addresses that its pages lead on to, besides those below its own. */
	also?: readonly string[];
}

export interface NavigationGroup {
	labelKey: MessageKey | null;
	items: NavigationItem[];
}

/** What the frame around a page shows; plain data that the server sends. */
export interface ShellData {
	actor: { name: string; unitName: LocalText; roles: RoleName[] };
	navigation: NavigationGroup[];
	unread: number;
	theme: 'light' | 'dark' | null;
}

/** `page` on the place itself, `true` on the place that a deeper page belongs to. */
export function currentMark(item: NavigationItem, pathname: string): 'page' | 'true' | undefined {
	if (pathname === item.href) return 'page';
	const below = (href: string) => pathname.startsWith(`${href}/`);
	if (item.also?.some((href) => pathname === href || below(href))) return 'true';
	return item.href !== '/staff' && below(item.href) ? 'true' : undefined;
}
