export { signInSchema, type SignIn } from './schema';
