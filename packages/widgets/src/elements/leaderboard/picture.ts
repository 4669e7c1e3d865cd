import type { BoardPage, Entry } from '@engagement/sdk';
import type { TemplateResult } from 'lit';
import { avatar } from '../../parts/avatar.ts';
import type { View } from './view.ts';

/** The picture of an entry, its own or the page's choice. */
export function picture(entry: Entry, { subject }: BoardPage['board'], { settings, localize }: View): TemplateResult {
  const image = settings.entryImage ? settings.entryImage(entry) : entry.image;
  const name = entry.name ?? localize.say('unnamed');
  return avatar({ id: entry.id, name, image, square: subject === 'asset' });
}
