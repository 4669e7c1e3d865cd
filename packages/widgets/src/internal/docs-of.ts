/** Where to read more of what has a code: the page of errors that the client's server shows. */
export { docsOf } from '@engagement/sdk';
