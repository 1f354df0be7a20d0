export { default as FilterBar } from './FilterBar.svelte';
