import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '../leaderboard.ts';
import { clearStages, mountLeaderboard, shadowOf, stage, textOf } from '../testing/mount.ts';
import { boardPage, creators } from '../testing/people.ts';
import './auto.ts';

const MINUTES = 60_000;

beforeEach(() => vi.spyOn(console, 'warn').mockImplementation(() => {}));
afterEach(() => {
  clearStages();
  document.documentElement.lang = 'en';
  vi.restoreAllMocks();
});

async function board(lang: string, properties = {}) {
  const place = stage();
  if (lang) place.lang = lang;
  const { element, fake } = mountLeaderboard({ limit: 3, ...properties }, place);
  fake.show(boardPage({ data: creators(3) }), { updatedAt: Date.now() - 2 * MINUTES });
  const root = await shadowOf(element);
  const said = () => ({
    head: textOf(root.querySelectorAll('thead th')[2]),
    updated: textOf(root.querySelector('[part=updated]')),
    score: textOf(root.querySelector('[part=score]')),
  });
  return { element, place, said };
}

test.each([
  ['de', 'Creator', '16.–22. November · aktualisiert vor 2 m', '4.812'],
  ['fr', 'Créateur', '16–22 novembre · mis à jour il y a 2 min', '4 812'],
  ['ja', 'クリエイター', '11/16～11/22 · 2分前に更新', '4,812'],
  ['pt', 'Criador', '16 – 22 de novembro · atualizado há 2 min.', '4.812'],
  ['zh-Hant-TW', '创作者', '', '4,812'],
  ['en-XA', '[Çŕéåţöŕ····]', '', '4,812'],
])('A page in %s is spoken to in its language, which is loaded by itself', async (lang, head, updated, score) => {
  const { said } = await board(lang);
  await vi.waitFor(() => expect(said().head).toBe(head));
  if (updated) await vi.waitFor(() => expect(said().updated.replaceAll(/[\u202f\u00a0\u2009]/g, ' ')).toBe(updated));
  expect(said().score.replaceAll(/\s/g, ' ')).toBe(score);
});

test('A page in a language that we have no words for reads English, with its own figures', async () => {
  const { said } = await board('sv');
  await vi.waitFor(() => expect(said().updated).toContain('updated 2m ago'));
  expect(said().head).toBe('Creator');
  expect(said().score.replaceAll(/\s/g, ' ')).toBe('4 812');
});

test('When the page changes its language the widgets follow', async () => {
  const { said } = await board('');
  await vi.waitFor(() => expect(said().head).toBe('Creator'));
  document.documentElement.lang = 'it';
  await vi.waitFor(() => expect(said().updated).toContain('aggiornata 2 min fa'));
  document.documentElement.lang = 'nl';
  await vi.waitFor(() => expect(said().head).toBe('Maker'));
});

test('A page’s own words take the place of ours, in every language', async () => {
  const { said, element } = await board('de', {
    messages: { subject: () => 'Studio', updated: (ago: string) => `Stand ${ago}` },
  });
  await vi.waitFor(() => expect(said().updated).toContain('Stand vor 2 m'));
  expect(said().head).toBe('Studio');
  element.messages = {};
  await vi.waitFor(() => expect(said().head).toBe('Creator'));
});
