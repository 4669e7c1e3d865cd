/** How a person in the checkout begins a command of the server: what a message tells to run can be run as it stands. */
export const COMMAND_LINE = 'npm run engagement --';
