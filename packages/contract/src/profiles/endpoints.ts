import { z } from 'zod';
import { BatchReply } from '../activity/endpoints.ts';
import { defineEndpoint } from '../http/endpoint.ts';
import { ExternalId, identifier } from '../http/fields.ts';

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .max(2048)
  .nullable();
/** An image may also sit on the same origin as the page: `/images/7.svg`. */
const image = z.union([
  httpUrl,
  z
    .string()
    .max(2048)
    .regex(/^\/(?!\/)[^\s\\]*$/),
]);

const NAME_GRAPHEMES = 120;
const graphemes = (text: string) => [...new Intl.Segmenter().segment(text)].length;

/** A display name: text, never markup. */
export const DisplayName = z
  .string()
  .min(1)
  .max(NAME_GRAPHEMES * 8)
  .refine(
    (text) => text.isWellFormed() && graphemes(text) <= NAME_GRAPHEMES,
    `must be at most ${NAME_GRAPHEMES} characters`,
  );

/** What boards show of a user, creator or asset, and what segments read. */
export const ProfileInput = z
  .strictObject({
    name: DisplayName.nullable().optional(),
    image: image.optional(),
    url: httpUrl.optional(),
    groups: z.array(identifier(64)).max(50).optional(),
    attributes: z.record(identifier(64), z.union([z.string().max(512), z.number(), z.boolean()])).optional(),
    suspended: z.boolean().optional().describe('Kept off every board; of a person, as user and as creator'),
    listed: z.boolean().optional().describe('false: wishes not to be ranked; of a person, as user and as creator'),
  })
  .meta({ id: 'ProfileInput' });
export type ProfileInput = z.infer<typeof ProfileInput>;

export const Profile = z
  .strictObject({
    id: z.string(),
    name: z.string().nullable(),
    image: z.string().nullable(),
    url: z.string().nullable(),
    groups: z.array(z.string()),
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    suspended: z.boolean(),
    listed: z.boolean(),
  })
  .meta({ id: 'Profile' });
export type Profile = z.infer<typeof Profile>;

export const PROFILE_KINDS = ['user', 'creator', 'asset'] as const;
export type ProfileKind = (typeof PROFILE_KINDS)[number];

const plural = { user: 'users', creator: 'creators', asset: 'assets' } as const;
const title = { user: 'User', creator: 'Creator', asset: 'Asset' } as const;
const access = { secret: 'profiles:write' } as const;

function profileEndpoints<const K extends ProfileKind>(kind: K) {
  return {
    put: defineEndpoint({
      id: `put${title[kind]}`,
      method: 'put',
      path: `/v1/${plural[kind]}/{id}`,
      summary: `What is known of one ${kind}; fields left out stay.`,
      access,
      params: z.strictObject({ id: ExternalId }),
      body: ProfileInput,
      status: 200,
      reply: Profile,
    }),
    batch: defineEndpoint({
      id: `post${title[kind]}Batch`,
      method: 'post',
      path: `/v1/${plural[kind]}/batch`,
      summary: `Up to 500 ${plural[kind]}, each accepted or rejected by itself.`,
      access,
      body: z.strictObject({ items: z.array(z.unknown()).min(1).max(500) }),
      items: 'items',
      bodyLimit: 2 * 1024 * 1024,
      status: 200,
      reply: BatchReply,
    }),
  };
}

export const profileEndpointsByKind = {
  user: profileEndpoints('user'),
  creator: profileEndpoints('creator'),
  asset: profileEndpoints('asset'),
};

/** One item of a batch: the profile with its id. */
export const ProfileItem = z.strictObject({ id: ExternalId, ...ProfileInput.shape });
