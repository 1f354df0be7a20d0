export { default as LadderPath } from './LadderPath.svelte';
