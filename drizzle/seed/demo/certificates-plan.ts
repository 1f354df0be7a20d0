/** Who can take the module on law again by now: when they took it, and got its certificate of a year, in months before today. */
export const RENEWING = { employeeNo: 'JH0042', ago: 11.5, issued: 10.6 };
