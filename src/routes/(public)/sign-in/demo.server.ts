import type { RoleName } from '$lib/access/roles';
import type { LocalText } from '$lib/i18n/locales';
import { env } from '$lib/server/env';
import { cast, DEMO_PASSWORD, units } from '../../../../drizzle/seed/demo/cast';

export interface DemoPanel {
	password: string;
	people: { employeeNo: string; name: string; role: RoleName; unit: LocalText }[];
}

/** The people of the demo, one for each role; null in a real installation, whose pages know nothing of them. */
export function demoPanel(): DemoPanel | null {
	if (!env.demo) return null;
	const people = cast.flatMap(({ employeeNo, name, shownAs, unit: code }) => {
		const unit = units.find((one) => one.code === code);
		if (!shownAs || !unit) return [];
		return [{ employeeNo, name, role: shownAs, unit: { 'zh-CN': unit.nameZh, en: unit.nameEn } }];
	});
	return { password: DEMO_PASSWORD, people };
}
