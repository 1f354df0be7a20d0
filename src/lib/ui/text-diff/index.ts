export { default as TextDiff } from './TextDiff.svelte';
