export { default as Form } from './Form.svelte';
export { markHydrated } from './typed';
export { useForm, keptValue, keptText, type FormState } from './state';
