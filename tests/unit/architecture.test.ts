import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sources, type Source } from '../support/sources';

/** Features in their order: each imports only those before it. */
const ORDER = [
	'audit',
	'people',
	'notifications',
	'files',
	'agenda',
	'credit',
	'training',
	'classes',
	'visits',
	'mentoring',
	'bank',
	'exams',
	'marking',
	'practicals',
	'regrading',
	'records',
	'certificates',
	'assessments',
	'tiers',
	'mentors',
	'paths',
	'assignments',
	'reports'
];

/** Folders that know no feature, and what they may import instead. */
const PLUMBING = ['ui', 'server', 'shared', 'i18n', 'access', 'content'];

/** Longest file, in lines; tables, roles and navigation are data, and as long as what there is. */
const LONGEST = 200;

const files = sources('src', /\.(ts|js|svelte)$/);

interface Arrow {
	from: string;
	/** Path from the project's folder for our own files, the specifier for packages. */
	to: string;
	typeOnly: boolean;
}

function importsOf({ path, text }: Source): Arrow[] {
	const found = [
		...text.matchAll(
			/^\s*(import|export)\s+(type\s+)?[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm
		)
	];
	return found.map((match) => {
		const specifier = match[3] ?? match[4] ?? match[5] ?? '';
		const to = specifier.startsWith('.')
			? join(dirname(path), specifier).replaceAll('\\', '/')
			: specifier.replace(/^\$lib(?=\/|$)/, 'src/lib');
		return { from: path, to, typeOnly: Boolean(match[2]) };
	});
}

const arrows = files.flatMap(importsOf);
const featureOf = (path: string) => /^src\/lib\/features\/([^/]+)/.exec(path)?.[1];
const show = ({ from, to }: Arrow) => `${from} -> ${to}`;
/** What is left after the path of the feature: '' for its browser face. */
const insideOf = (path: string) => path.replace(/^src\/lib\/features\/[^/]+\/?/, '').replace(/\.ts$/, '');
/** The text of a call from its name to the parenthesis that ends it. */
function argumentsAt(text: string, start: number): string {
	let depth = 0;
	for (let i = text.indexOf('(', start); i < text.length; i++) {
		if (text[i] === '(') depth++;
		if (text[i] === ')' && --depth === 0) return text.slice(start, i);
	}
	return text.slice(start);
}

describe('features', () => {
	it('are all in the order', () => {
		const present = [...new Set(files.flatMap(({ path }) => featureOf(path) ?? []))];
		expect(present.filter((name) => !ORDER.includes(name))).toEqual([]);
	});

	it('import only features before them', () => {
		const upward = arrows.filter(({ from, to }) => {
			const [own, other] = [featureOf(from), featureOf(to)];
			return own && other && own !== other && ORDER.indexOf(other) > ORDER.indexOf(own);
		});
		expect(upward.map(show)).toEqual([]);
	});

	it('are imported through their faces; tables also by the server code above, for joins', () => {
		const around = arrows.filter(({ from, to }) => {
			const other = featureOf(to);
			if (!other || other === featureOf(from)) return false;
			const inside = insideOf(to);
			if (['', 'index', 'index.server'].includes(inside)) return false;
			if (inside === 'tables.server' && featureOf(from) && /\.server\.ts$/.test(from)) return false;
			// Components of a feature are part of its face for pages.
			return !inside.startsWith('components/');
		});
		expect(around.map(show)).toEqual([]);
	});

	it('write only their own tables', () => {
		const wrong: string[] = [];
		for (const { path, text } of files.filter((file) => featureOf(file.path))) {
			for (const [, names = '', specifier = ''] of text.matchAll(
				/import \{([^}]*)\} from '([^']*tables\.server)'/g
			)) {
				const to = specifier.startsWith('.')
					? join(dirname(path), specifier)
					: specifier.replace('$lib', 'src/lib');
				if (featureOf(to) === featureOf(path)) continue;
				for (const part of names.split(',')) {
					const name = part
						.trim()
						.split(/\s+as\s+/)
						.at(-1);
					if (name && new RegExp(`\\.(insert|update|delete)\\(${name}\\)`).test(text))
						wrong.push(`${path} writes ${name}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});

	it('import the database’s driver and Node only in *.server.ts', () => {
		const wrong = arrows.filter(
			({ from, to, typeOnly }) =>
				featureOf(from) &&
				!typeOnly &&
				!/\.server\.ts$/.test(from) &&
				(/^(drizzle-orm|node:|postgres$|@electric)/.test(to) || /\.server(\.ts)?$/.test(to))
		);
		expect(wrong.map(show)).toEqual([]);
	});

	it('have table files that import nothing of ours but types, columns, tables and states, relatively', () => {
		const wrong = arrows.filter(
			({ from, to, typeOnly }) =>
				/tables\.server\.ts$/.test(from) &&
				!typeOnly &&
				!/^drizzle-orm/.test(to) &&
				to !== 'src/lib/server/db/columns' &&
				!/tables\.server$/.test(to) &&
				// A feature with many tables keeps them in a folder.
				to !== from.replace(/(tables\/\w+\.)?tables\.server\.ts$/, 'states')
		);
		const aliased = files.filter(
			({ path, text }) => /tables\.server\.ts$/.test(path) && /from '\$lib/.test(text)
		);
		expect([...wrong.map(show), ...aliased.map(({ path }) => `${path} uses $lib`)]).toEqual([]);
	});

	it('have pure rules: no clock, no chance, no database', () => {
		const wrong = files
			.filter(({ path }) => featureOf(path) && /\/(rules|states|schema)\.ts$|\/rules\//.test(path))
			.filter(({ text }) =>
				/\bDate\.now\(|\bnew Date\(\)|Math\.random|drizzle-orm|withTransaction/.test(text)
			);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});
});

describe('layers', () => {
	it.each(PLUMBING)('%s knows no feature', (folder) => {
		expect(
			arrows.filter(({ from, to }) => from.startsWith(`src/lib/${folder}/`) && featureOf(to)).map(show)
		).toEqual([]);
	});

	it('nothing below routes and server/http knows SvelteKit', () => {
		const wrong = arrows.filter(
			({ from, to }) =>
				from.startsWith('src/lib/') &&
				!/^src\/lib\/(server\/http|ui)\/|\.svelte$/.test(from) &&
				/^(\$app|\$env|@sveltejs\/)/.test(to)
		);
		expect(wrong.map(show)).toEqual([]);
	});

	it('the design system may know navigation and forms of SvelteKit, and nothing of the server', () => {
		const wrong = arrows.filter(
			({ from, to }) =>
				from.startsWith('src/lib/ui/') &&
				(/\.server|^\$env|^@sveltejs/.test(to) || /^src\/lib\/server/.test(to)) &&
				!/@sveltejs\/kit$/.test(to)
		);
		expect(wrong.map(show)).toEqual([]);
	});

	it('routes hold no SQL', () => {
		const wrong = arrows.filter(
			({ from, to }) =>
				from.startsWith('src/routes/') &&
				(/^(drizzle-orm|postgres$|@electric)/.test(to) || /tables\.server/.test(to))
		);
		expect(wrong.map(show)).toEqual([]);
	});

	it('nobody guards in a layout', () => {
		const layouts = files.filter(
			({ path, text }) => /\+layout\.server\.ts$/.test(path) && /\bauthorize\(|\bcan\(/.test(text)
		);
		expect(layouts.map(({ path }) => path)).toEqual([]);
	});

	it('route files on the server stay short', () => {
		const long = files
			.filter(({ path }) => /^src\/routes\/.*\+(page|layout)?(\.server|server)\.ts$/.test(path))
			.map(({ path, text }) => ({ path, lines: text.split('\n').length }))
			.filter(({ lines }) => lines > 60);
		expect(long).toEqual([]);
	});
});

describe('commands', () => {
	const commands = files.filter(({ path }) => /\/commands\/[^/]+\.ts$/.test(path));

	it('are named by verb and noun, one to a file', () => {
		const wrong = commands.filter(({ path }) => !/\/[a-z]+(-[a-z]+)+\.server\.ts$/.test(path));
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	/** A command with the parts of its own feature that it imports: the act may be in one that several share. */
	const whole = ({ path, text }: Source) =>
		arrows
			.filter(
				({ from, to }) =>
					from === path && featureOf(to) === featureOf(path) && !/\/(tables\.server|schema|rules)$/.test(to)
			)
			.map(({ to }) => files.find((file) => file.path.replace(/\.ts$/, '') === to)?.text ?? '')
			.concat(text)
			.join('\n');

	/** The act that a command must hold, or the comment in it that says why it does not: `No audit: …`. */
	const MUST: [string, RegExp, RegExp][] = [
		['a transaction', /\bwithTransaction\(/, /\bNo transaction: \S/],
		['authorisation', /\bauthorize\w*\(/, /\bNo authorisation: \S/],
		['audit', /\brecordAudits?\(/, /\bNo audit: \S/]
	];
	it.each(MUST)('hold %s, or say why not', (_name, act, excuse) => {
		const without = commands.filter((file) => !act.test(whole(file)) && !excuse.test(file.text));
		expect(without.map(({ path }) => path)).toEqual([]);
	});

	it('do not reach past their transaction', () => {
		const wrong = commands.filter(({ text }) =>
			[...text.matchAll(/\bwithTransaction\(/g)].some(({ index }) =>
				/\bctx\.db\b/.test(argumentsAt(text, index))
			)
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});

	it('take the time from the context', () => {
		const wrong = files.filter(
			({ path, text }) =>
				featureOf(path) && /\.server\.ts$/.test(path) && /\bnew Date\(\)|\bDate\.now\(\)/.test(text)
		);
		expect(wrong.map(({ path }) => path)).toEqual([]);
	});
});

describe('files', () => {
	it(`are at most ${LONGEST} lines long`, () => {
		const long = files
			.filter(({ path }) => !/(tables\.server|access\/roles|routes\/navigation)\.ts$/.test(path))
			.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
			.filter(({ lines }) => lines > LONGEST);
		expect(long).toEqual([]);
	});

	it('have names that say what is in them', () => {
		const vague = files.filter(({ path }) =>
			/(^|[/-])(utils?|helpers?|common|misc|managers?)([./-]|$)/i.test(path)
		);
		expect(vague.map(({ path }) => path)).toEqual([]);
	});

	it('hold no leftover', () => {
		const left = files
			.filter(({ text }) => /\b(TODO|FIXME|XXX|HACK)\b|console\.log\(/.test(text))
			.map(({ path }) => path);
		expect(left.filter((path) => !path.startsWith('src/cli/'))).toEqual([]);
	});
});
