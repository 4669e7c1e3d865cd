import { WebSocket } from 'ws';

/** Sockets to open, and what they have to say before they hear anything. */
export interface CrowdOrder {
  readonly url: string;
  readonly sockets: number;
  readonly speaks: 'socket.io' | 'nothing';
}

/** Sent when all are open, and whenever all have the next message. */
export interface CrowdReport {
  /** `process.hrtime`, which all processes of a machine share. */
  readonly at: string;
}

const AT_ONCE = 20;
const WATCH = '420["watch",{"kind":"leaderboard","key":"top-sellers"}]';

const order = JSON.parse(process.argv[2] ?? '') as CrowdOrder;
let heard = 0;

const report = () => process.send?.({ at: `${process.hrtime.bigint()}` } satisfies CrowdReport);

function hear(): void {
  heard += 1;
  if (heard % order.sockets === 0) report();
}

/** Socket.IO as it is on the wire: greet, connect with a token, watch, and answer pings. */
function converse(socket: WebSocket, text: string, opened: () => void): void {
  if (text.startsWith('42')) hear();
  else if (text === '2') socket.send('3');
  else if (text.startsWith('0')) socket.send('40{"token":"pk"}');
  else if (text.startsWith('40')) socket.send(WATCH);
  else if (text.startsWith('43')) opened();
}

function open(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(order.url, { perMessageDeflate: false });
    socket.once('error', reject).once('close', () => reject(new Error('A socket was closed.')));
    if (order.speaks === 'nothing') socket.once('open', () => resolve());
    socket.on('message', (data) =>
      order.speaks === 'nothing' ? hear() : converse(socket, data.toString(), () => resolve()),
    );
  });
}

for (let opened = 0; opened < order.sockets; opened += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, order.sockets - opened) }, open));
}
report();
