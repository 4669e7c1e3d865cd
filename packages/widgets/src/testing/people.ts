export { amara, boardPage, creators, entry } from '@engagement/sdk/testing';
