import type { ClientMessages, ServerMessages } from '@engagement/contract';
import type { Socket } from 'socket.io';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Presented } from './handshake.ts';

export interface SocketData {
  presented: Presented;
  caller: KnownCaller;
}

/** What servers say to one another. */
export interface ServerTalk {
  /** A credential was refused that was good before: its sockets are to show it again. */
  doubt(credential: string): void;
}

export type RealtimeSocket = Socket<ClientMessages, ServerMessages, ServerTalk, SocketData>;
