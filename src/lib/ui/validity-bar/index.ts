export { default as ValidityBar } from './ValidityBar.svelte';
