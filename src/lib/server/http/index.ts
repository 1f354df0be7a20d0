export { page, fail, readOrFail, signInAddress, type PageEvent } from './page';
export { action, answer, hasNotice, takeNotice, type ActionOptions } from './action';
export { drawOnce } from './drawn';
export { cookieOptions } from './cookies';
export { endpoint, readForm, readJson } from './endpoint';
export { csvFile, sentFiles, uploadedFile, uploadedText } from './upload';
export { drain, lengthOf } from './body';
export { eventStream, type LiveSource } from './stream';
export { deviceOf, originOf, type Origin } from './device';
