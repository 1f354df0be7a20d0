export { markAllReadSchema, openNotificationSchema } from './schema';
