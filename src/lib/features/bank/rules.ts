import { no, yes, type Decision } from '$lib/shared/result';
import { itemTransitions, type ItemStatus } from './states';

/** Whether an item may become something; somebody who sets it only hands it in. */
export const decideMove = (status: ItemStatus, to: ItemStatus): Decision<object> =>
	itemTransitions[status].includes(to) ? yes({}) : no('bank.item.status');
