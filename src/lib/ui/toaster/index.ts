export { default as Toaster } from './Toaster.svelte';
export { toast } from './toasts.svelte';
