// Imported first by the tools: the project's folder is where they lie, not where they are called from.
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

process.env['JINJIE_ROOT'] ??= resolve(dirname(fileURLToPath(import.meta.url)), '../..');
process.env['LOG_LEVEL'] ??= 'warn';
