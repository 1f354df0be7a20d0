export { default as Form } from './Form.svelte';
export { keepOpened } from './opened';
export { markHydrated } from './typed';
export { useForm, keptValue, keptText, type FormState } from './state';
