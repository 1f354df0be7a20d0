export { loadBlueprints } from './blueprint-files.server';
export { importContent, type ImportedItems } from './commands/import-content.server';
export { publishBlueprint, publishBlueprints } from './commands/publish-blueprint.server';
export { reviewItems } from './commands/review-items.server';
export { submitItems } from './commands/submit-items.server';
export { loadBank } from './content.server';
export { listPool, type Drawable } from './pool.server';
export { countItems, getItem, itemFilterSchema, listItems } from './queries/items.server';
