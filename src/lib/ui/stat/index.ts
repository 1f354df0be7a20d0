export { default as Stat } from './Stat.svelte';
