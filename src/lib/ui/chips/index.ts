export { default as Chips } from './Chips.svelte';
