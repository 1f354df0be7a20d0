export { markAllReadSchema, openNotificationSchema } from './schema';
export { notificationWords } from './words';
