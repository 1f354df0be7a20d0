export { default as DefinitionList } from './DefinitionList.svelte';
