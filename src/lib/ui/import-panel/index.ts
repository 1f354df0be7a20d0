export { default as ImportPanel } from './ImportPanel.svelte';
