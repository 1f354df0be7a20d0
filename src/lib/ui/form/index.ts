export { default as Form } from './Form.svelte';
export { useForm, keptValue, keptText, type FormState } from './state';
