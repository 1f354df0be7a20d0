import { I18n } from '$lib/i18n/i18n';
import en from '$lib/i18n/messages/en/core';
import zh from '$lib/i18n/messages/zh-CN/core';
import type { PageLoad } from './$types';

// Both languages come with the page: whose device it is says which one, and then there is no network to ask.
export const load: PageLoad = ({ data }) => ({
	...data,
	languages: { 'zh-CN': new I18n('zh-CN', zh), en: new I18n('en', en) }
});
