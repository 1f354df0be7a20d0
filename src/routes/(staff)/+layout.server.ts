import { loadShell } from '../shell.server';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => ({ shell: await loadShell(event) });
