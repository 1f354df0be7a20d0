export { pathContent, type Hours, type PathContent, type PathItem, type PathStep } from './content';
export { createPathSchema, retirePathSchema, updatePathSchema } from './schema';
export type { Reason } from './reasons';
