export { default as CheckboxField } from './CheckboxField.svelte';
