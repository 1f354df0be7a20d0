export { createPath } from './commands/create-path.server';
export { updatePath } from './commands/update-path.server';
export { retirePath } from './commands/retire-path.server';
export {
	getPathForm,
	listAssignable,
	listPaths,
	type ListedPath,
	type PathForm
} from './queries/staff-paths.server';
export {
	getOwnLearningPath,
	getTierPath,
	listOwnPaths,
	type OwnPath,
	type PathPage
} from './queries/own-paths.server';
export { getLearningNeeds, type NeededItem, type NeedsView } from './queries/needs.server';
export { loadLearnables, type Learnable } from './catalogue.server';
export { loadPath } from './versions.server';
export { getMatrix, type MatrixCell, type MatrixView } from './queries/matrix.server';
export { getMatrixCell, type CellEntry } from './queries/matrix-cell.server';
