import { problemCodes, type ParsedQuestion, type ProblemCode } from '../formats/parsed';
import { questionSchema } from '../question-schema';

/** What a form may say that a file may not: the bank keeps no question that is not whole, wherever it comes from. */
export function checkedQuestion(parsed: ParsedQuestion): ParsedQuestion {
	const copy = { ...parsed, problems: [...parsed.problems] };
	if (!parsed.question) return copy;
	const checked = questionSchema.safeParse(parsed.question);
	if (checked.success) return copy;
	for (const issue of checked.error.issues.slice(0, 5)) {
		const [code = '', ...what] = issue.message.split(': ');
		const known = problemCodes.find((one) => one === code);
		const about = known ? what.join(': ') : issue.path.join('.');
		copy.problems.push({
			code: known ?? ((issue.code satisfies string) === 'too_big' ? 'tooLong' : otherwise(issue.code)),
			line: parsed.line,
			...(about && { what: about.slice(0, 200) })
		});
	}
	return { ...copy, question: null };
}

const otherwise = (code: string): ProblemCode => (code === 'too_small' ? 'empty' : 'syntax');
