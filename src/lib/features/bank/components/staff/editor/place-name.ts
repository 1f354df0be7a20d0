import type { I18n } from '$lib/i18n/i18n';
import type { MessageKey } from '$lib/i18n/codes';
import type { QuestionType } from '../../../question';

/** Languages are named in themselves. */
const LANGUAGES: Record<string, string> = { 'zh-CN': '中文', en: 'English' };

const NAMES = new Map<string, MessageKey>([
	['code', 'staffBank.items.col.code'],
	['area', 'staffBank.items.col.area'],
	['level', 'staffBank.items.col.level'],
	['difficulty', 'staffBank.editor.difficulty'],
	['seconds', 'staffBank.editor.seconds'],
	['use', 'staffBank.item.use'],
	['competency', 'staffBank.item.competency'],
	['module', 'staffBank.items.col.module'],
	['source', 'staffBank.item.source'],
	['tags', 'staffBank.item.tags'],
	['enemies', 'staffBank.item.enemies'],
	['laws', 'staffBank.item.laws'],
	['reviewAgainOn', 'staffBank.item.review_again_on'],
	['inCase', 'staffBank.item.case'],
	['title', 'staffBank.cases.col.title'],
	['material', 'bank.case.title'],
	['type', 'staffBank.items.col.type'],
	['stem', 'staffBank.items.col.stem'],
	['explanation', 'bank.key.explanation'],
	['policy', 'staffBank.editor.policy'],
	['correct', 'bank.key.right'],
	['rows', 'staffBank.editor.row'],
	['others', 'staffBank.editor.units'],
	['text', 'staffBank.editor.words'],
	['feedback', 'staffBank.editor.feedback'],
	['left', 'staffBank.editor.left'],
	['right', 'staffBank.editor.belongs'],
	['share', 'staffBank.editor.share'],
	['answer', 'staffBank.editor.answer'],
	['gap', 'staffBank.editor.gap'],
	['kind', 'staffBank.editor.range'],
	['first', 'staffBank.editor.value'],
	['second', 'staffBank.editor.tolerance'],
	['levels', 'staffBank.editor.levels'],
	['words', 'staffBank.editor.words'],
	['case', 'bank.key.case'],
	['width', 'bank.key.width'],
	['true', 'bank.answer.true'],
	['false', 'bank.answer.false'],
	['unit', 'staffBank.editor.unit'],
	['model', 'bank.key.model'],
	['longest', 'staffBank.editor.longest'],
	['pictures', 'staffBank.editor.pictures'],
	['name', 'staffBank.editor.picture']
]);

/** What a row is called in the editor of each kind. */
const ROWS: Record<QuestionType, MessageKey> = {
	...{ single: 'staffBank.editor.option', multiple: 'staffBank.editor.option' },
	...{ matching: 'staffBank.editor.pair_row', ordering: 'staffBank.editor.order_row' },
	...{ essay: 'staffBank.editor.criterion_row', trueFalse: 'staffBank.editor.row' },
	...{ numeric: 'staffBank.editor.accepted_row', fillIn: 'staffBank.editor.accepted_row' },
	shortAnswer: 'staffBank.editor.accepted_row'
};

function rowName(list: string, place: number, type: QuestionType | undefined, t: I18n['t']): string {
	if (list === 'levels') return t('staffBank.editor.level_row', { place });
	if (list === 'others') return t('staffBank.editor.unit_row', { place });
	if (list !== 'rows' || !type) return String(place);
	return t(ROWS[type], { place, option: String.fromCharCode(65 + ((place - 1) % 26)) });
}
const LISTS = ['rows', 'levels', 'others'];

/** A place in the editor's form in words: `rows.2.text.en` is "Option B · Text · English"; '' for what nobody types. */
export function placeName(path: readonly string[], type: QuestionType | undefined, t: I18n['t']): string {
	const [first = ''] = path;
	if (!NAMES.has(first)) return '';
	return path
		.flatMap((part, i) => {
			if (LISTS.includes(part)) return [];
			if (/^\d+$/.test(part)) return rowName(path[i - 1] ?? '', Number(part), type, t);
			const name = NAMES.get(part);
			return name ? t(name) : (LANGUAGES[part] ?? []);
		})
		.join(' · ');
}

const CHOICES: Record<string, string> = {
	...{ area: 'exams.area', level: 'bank.level', use: 'bank.use', type: 'bank.type', policy: 'bank.policy' },
	kind: 'staffBank.editor.range'
};

/** A value of the form as its page says it: `apply` of `level` is "Apply"; what is typed stays as it is. */
export function valueName(path: string, value: string, type: QuestionType | undefined, t: I18n['t']): string {
	if (!value) return '';
	if (path === 'case' || path === 'width') return t('app.yes');
	if (path === 'policy' && value === 'partial' && (type === 'matching' || type === 'ordering'))
		return t(`bank.policy.partial_${type}`);
	const choice = CHOICES[path.split('.').at(-1) ?? ''];
	return choice ? t(`${choice}.${value}` as MessageKey) : value;
}
