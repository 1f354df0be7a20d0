export { default as CheckboxGroup } from './CheckboxGroup.svelte';
