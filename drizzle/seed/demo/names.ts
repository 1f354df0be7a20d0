/** Invented people: common surnames and given names, paired by a seeded draw. */
const surnames = [
	...'李张刘杨赵黄吴徐孙胡朱高林何郭马罗梁宋谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'
];
const given = [
	'伟',
	'芳',
	'娜',
	'敏',
	'静',
	'磊',
	'洋',
	'艳',
	'勇',
	'军',
	'杰',
	'娟',
	'涛',
	'明',
	'超',
	'霞',
	'平',
	'刚',
	'燕',
	'玲',
	'志强',
	'建华',
	'丽娟',
	'国强',
	'海涛',
	'雪梅',
	'晓东',
	'文博',
	'雨晴',
	'一凡',
	'思雨',
	'浩然',
	'子涵',
	'梦洁',
	'俊杰',
	'嘉怡',
	'天宇',
	'诗琪',
	'泽宇',
	'欣怡',
	'博文',
	'佳慧',
	'宇航',
	'雅婷',
	'振华',
	'晓峰',
	'立新',
	'秀英',
	'桂兰',
	'春燕',
	'冬梅',
	'永强',
	'少华',
	'培林',
	'倩',
	'骁',
	'立',
	'静怡',
	'可欣',
	'若曦',
	'景行',
	'承志',
	'锦程',
	'书瑶',
	'清扬',
	'沐阳',
	'知远',
	'安然'
];

/** A generator of numbers in [0, 1) that always gives the same sequence for a seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** `count` different names. */
export function drawNames(count: number, random: () => number, taken: Iterable<string>): string[] {
	const names = new Set<string>();
	const used = new Set(taken);
	while (names.size < count) {
		const name =
			surnames[Math.floor(random() * surnames.length)]! + given[Math.floor(random() * given.length)]!;
		if (!used.has(name)) names.add(name);
	}
	return [...names];
}

/** A generator of one person's own. */
export const drawOf = (seat: number) => seeded(seat * 2_654_435);
