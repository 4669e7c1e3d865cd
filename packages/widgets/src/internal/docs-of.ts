import { docsOf as sectionOf } from '@engagement/sdk';

/** Where to read more of what has this code: the page of errors that the client's server shows. */
export const docsOf = (code: string): string => sectionOf(code);
