import { z } from 'zod';

/** A name or title that a policy carries, in both languages. */
export const inBoth = z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) });

/** A whole sum shared out, to two decimals and never rounded up: what is shown never reaches a mark that is not reached. */
export const share = (sum: number, by: number): number => Math.floor((sum * 100) / by) / 100;

export const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
