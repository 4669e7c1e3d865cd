export { amara, boardPage, creators, entry, own } from '@engagement/sdk/testing';
