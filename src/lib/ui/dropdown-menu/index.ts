export { default as DropdownMenu } from './DropdownMenu.svelte';
