export { default as SubmitButton } from './SubmitButton.svelte';
