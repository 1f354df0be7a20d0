export { default as LiveCard } from './LiveCard.svelte';
