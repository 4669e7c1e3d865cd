// What the page does: each button sends one action and says what came of it.
const news = document.querySelector('.news');
const HISTORY = 3;

/** @returns {Promise<{done: string, board: string, purchaseId: string | null}>} */
async function send(action) {
  const response = await fetch('/api/actions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(action),
  });
  const reply = await response.json().catch(() => null);
  if (response.ok && reply) return reply;
  throw new Error(reply?.detail ?? 'The shop does not answer just now. Please try again in a moment.');
}

/** The newest sentence first, the last ones below it. */
function tell(sentence, detail = '') {
  const line = document.createElement('p');
  const strong = document.createElement('b');
  strong.textContent = sentence;
  line.append(strong, ` ${detail}`);
  const list = news.querySelector('div');
  list.prepend(line);
  while (list.children.length > HISTORY) list.lastElementChild.remove();
  news.classList.add('open');
}

/** Shows what can be done with the asset now. */
function show(place, purchaseId) {
  place.dataset.purchase = purchaseId ?? '';
  const refund = place.querySelector('[data-action="refund"]');
  const buy = place.querySelector('[data-action="buy"]');
  const focused = document.activeElement === refund || document.activeElement === buy;
  if (refund) refund.hidden = purchaseId === null;
  // Only the visitor's own asset has more than one customer.
  if (buy && place.matches('.asset')) buy.hidden = purchaseId !== null;
  if (focused) (purchaseId === null || !refund ? buy : refund)?.focus();
}

async function act(button) {
  const place = button.closest('[data-asset]');
  const { asset: assetId, purchase: purchaseId } = place.dataset;
  const { action } = button.dataset;
  button.ariaDisabled = 'true';
  try {
    const reply = await send(action === 'refund' ? { action, assetId, purchaseId } : { action, assetId });
    show(place, reply.purchaseId);
    tell(reply.done, reply.board);
  } catch (error) {
    tell('That did not work.', error.message);
  } finally {
    button.ariaDisabled = null;
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-action]');
  if (button && button.ariaDisabled !== 'true') void act(button);
});

news.querySelector('.close').addEventListener('click', () => {
  news.classList.remove('open');
});
