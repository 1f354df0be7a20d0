export { page, fail, readOrFail, signInAddress, type PageEvent } from './page';
export { action, takeNotice, type ActionOptions } from './action';
export { endpoint, readJson } from './endpoint';
