export { default as FileField } from './FileField.svelte';
