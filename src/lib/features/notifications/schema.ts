import { z } from 'zod';
import { id } from '$lib/shared/form';

export const openNotificationSchema = z.object({ id });
export type OpenNotification = z.infer<typeof openNotificationSchema>;

export const markAllReadSchema = z.object({});
