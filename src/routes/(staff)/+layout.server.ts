import { loadShell } from '../shell.server';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = (event) => ({ shell: loadShell(event) });
