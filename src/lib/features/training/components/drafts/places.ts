import type { DraftProblem } from '../../drafts/problems.server';

/** Where in the editor a problem is mended. */
export function placeOf(id: string, problem: DraftProblem): string {
	const root = `/staff/modules/drafts/${id}`;
	if (problem.section === 'about') return root;
	if (problem.section === 'lesson') return `${root}/lessons/${problem.lesson}`;
	if (problem.section === 'question') return `${root}/questions/${problem.lesson}/${problem.question}`;
	return `${root}/${problem.section}`;
}
