/**
 * Milliseconds of the device's time, which no setting of its clock moves while a page is open. It goes on when the page is
 * loaded anew, so that what was kept before can tell how old it is.
 */
export const deviceNow = (): number => performance.timeOrigin + performance.now();
