export { default as Brand } from './Brand.svelte';
export { default as Shell } from './Shell.svelte';
export { default as PublicFrame } from './PublicFrame.svelte';
export { default as Fault } from './Fault.svelte';
export { default as RenderFault } from './RenderFault.svelte';
export { default as SkipLink } from './SkipLink.svelte';
export type { ShellData } from './types';
