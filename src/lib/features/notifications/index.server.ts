export { notify, notifyMany, type Notice, type NotificationParams } from './notify.server';
export { listNotifications, unreadOf } from './queries.server';
export { openNotification } from './commands/open-notification.server';
export { markAllRead } from './commands/mark-all-read.server';
