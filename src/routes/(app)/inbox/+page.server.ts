import { markAllReadSchema, openNotificationSchema } from '$lib/features/notifications';
import { listNotifications, markAllRead, openNotification } from '$lib/features/notifications/index.server';
import { pageNumber } from '$lib/features/people';
import { action, page } from '$lib/server/http';

export const load = page(({ ctx, url }) =>
	listNotifications(ctx, { page: pageNumber(url.searchParams.get('page')) })
);

export const actions = {
	open: action(openNotificationSchema, openNotification, { to: ({ href }) => href }),
	readAll: action(markAllReadSchema, markAllRead, { notice: 'notifications.all_read' })
};
