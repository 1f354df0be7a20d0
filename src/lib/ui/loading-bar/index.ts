export { default as LoadingBar } from './LoadingBar.svelte';
