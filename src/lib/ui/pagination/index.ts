export { default as Pagination } from './Pagination.svelte';
