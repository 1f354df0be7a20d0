export { default as Ring } from './Ring.svelte';
