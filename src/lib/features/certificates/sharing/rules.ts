import { addDays, type IsoDate } from '$lib/shared/dates';
import { no, yes, type Decision } from '$lib/shared/result';

/** Days that a link lasts unless the holder says otherwise, and at most: as long as a certificate holds. */
export const SHARE_DAYS = 90;
export const SHARE_DAYS_MAX = 731;
/** Links of one certificate that open at the same time. */
export const SHARES_MAX = 20;

/** Whether a link may last up to and including a day. */
export function decideShare({
	endsOn,
	today,
	open
}: {
	endsOn: IsoDate;
	today: IsoDate;
	open: number;
}): Decision<object> {
	if (endsOn < today) return no('certificates.share.past');
	if (endsOn > addDays(today, SHARE_DAYS_MAX))
		return no('certificates.share.too_long', { days: SHARE_DAYS_MAX });
	if (open >= SHARES_MAX) return no('certificates.share.too_many', { count: SHARES_MAX });
	return yes({});
}
