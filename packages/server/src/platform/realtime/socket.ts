import type { ClientMessages, ServerMessages } from '@engagement/contract';
import type { Socket } from 'socket.io';
import type { KnownCaller } from '../../kernel/caller.ts';
import type { Presented } from './handshake.ts';

export interface SocketData {
  presented: Presented;
  caller: KnownCaller;
}

export type RealtimeSocket = Socket<ClientMessages, ServerMessages, Record<never, never>, SocketData>;
