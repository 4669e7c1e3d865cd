import { html, type TemplateResult } from 'lit';
import { en } from '../../packages/widgets/src/locales/en.ts';
import { Block, define } from './block.ts';

/** What people read in each state, in the words that ship. */
const STATES: ReadonlyArray<{ name: string; when: string; words: string; rule: string }> = [
  {
    name: 'loading',
    when: 'The first data is on its way',
    words: en.loading,
    rule: 'Exactly the rows that will come, as flat blocks, after 150 ms. No spinner, no shimmer.',
  },
  {
    name: 'ready',
    when: 'Data is shown',
    words: en.updated('12 s ago'),
    rule: 'Says how old it is, in the quietest place.',
  },
  { name: 'refreshing', when: 'Newer data is on its way', words: '', rule: 'What is there stays. Nothing moves.' },
  {
    name: 'empty',
    when: 'There is nothing yet',
    words: `${en.emptyFact} ${en.emptyHint}`,
    rule: 'One sentence and one action that changes it. Fill the slot “empty” with yours.',
  },
  {
    name: 'error',
    when: 'Nothing could be loaded',
    words: `${en.failed} ${en.unreachable} ${en.retry}`,
    rule: 'What happened, why, what to do. The number of the request in small print.',
  },
  {
    name: 'stale',
    when: 'A refresh failed',
    words: `${en.couldNotRefresh} ${en.old('2 minutes')} ${en.retry}`,
    rule: 'Old data beats none: it stays, and says its age.',
  },
  {
    name: 'offline',
    when: 'The connection is lost',
    words: `${en.offline} ${en.savedAt('14:02')}`,
    rule: 'Calm, and without a button: it tries again by itself.',
  },
  {
    name: 'unavailable',
    when: 'You switched it off',
    words: en.unavailable,
    rule: 'It vanishes. With show-unavailable it says so.',
  },
  {
    name: 'setup',
    when: 'Something is missing that only a developer can add',
    words: 'This widget is not set up yet.',
    rule: 'Only with a test key or on your own machine. Visitors see the fallback.',
  },
];

/** The states of every widget, with when, words and rule. */
class StateGuide extends Block {
  protected override render(): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="region" aria-label="States">
      <table>
        <thead><tr><th scope="col">State</th><th scope="col">When</th><th scope="col">Words</th><th scope="col">Rule</th></tr></thead>
        <tbody>
          ${STATES.map(
            ({ name, when, words, rule }) =>
              html`<tr><th scope="row"><code>:state(${name})</code></th><td>${when}</td><td>${words ? html`“${words}”` : ''}</td><td class="quiet">${rule}</td></tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

define('docs-states', StateGuide);
