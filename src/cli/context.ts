import type { KeepingDevice } from '../app/device.ts';
import type { GenError } from '../core/errors.ts';
import type { IdentityKeeper } from '../ports/identity.ts';
import type { IdentityRotation } from '../ports/identity-rotation.ts';
import type { Locks } from '../ports/lock.ts';
import type { BlobSource } from '../ports/downloads.ts';
import type { RelayClient } from '../ports/relay-client.ts';
import type { Tables } from '../ports/tables.ts';
import type { Output } from './output.ts';

/** What every command knows, whatever it does. */
export interface GlobalOptions {
  /** The relay's address. */
  readonly relay: string;
  /** Folder of this device's data. */
  readonly data: string;
  /** As typed with `--data`; absent when `data` comes from the environment or the default. */
  readonly givenData?: string | undefined;
  readonly quiet: boolean;
  readonly offline: boolean;
  /** Answers every question with yes. */
  readonly yes: boolean;
  /** Whether questions may be asked at all. */
  readonly input: boolean;
}

/** This device's data, opened. */
export interface Home {
  readonly tables: Tables;
  readonly identity: IdentityKeeper;
  /** Absent where the key is not the person's to change, as that of a token. */
  readonly rotation?: IdentityRotation;
  readonly locks: Locks;
  /** Bytes that may still be stored. */
  readonly room?: (() => Promise<number>) | undefined;
  /** Without making one. */
  hasIdentity(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OpenDevice {
  readonly device: KeepingDevice;
  readonly online: boolean;
  /** Why not online. */
  readonly problem?: GenError | undefined;
}

/** The person at the terminal. Questions go to stderr; a question that is given up is Cancelled. */
export interface Terminal {
  /** Whether somebody is there to answer. */
  readonly interactive: boolean;
  /** Whether standard input is a terminal. */
  readonly typed: boolean;
  confirm(question: string): Promise<boolean>;
  password(question: string): Promise<string>;
  readInput(): Promise<string>;
}

/** What one run of a command works with. The home opens when it is first asked for. */
export interface Context {
  readonly options: GlobalOptions;
  readonly out: Output;
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  home(): Home;
  /** A client of any relay, beside the device's own. @throws GenError InvalidInput `relay` */
  relayAt(address: string): RelayClient;
  /** Over this device's home, or another one; with a relay if one answers. @throws GenError Network `never-contacted` when none ever did. */
  device(home?: Home): Promise<OpenDevice>;
}

/** What the process provides; tests provide their own. */
export interface World {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** A line each, without its end. */
  readonly stdout: (line: string) => void;
  readonly stderr: (line: string) => void;
  readonly signal: AbortSignal;
  openHome(folder: string, signal: AbortSignal): Home;
  /** Signs by the home's identity and reads by what was given to it. */
  relayAt(address: string, home: Pick<Home, 'identity' | 'tables'>): RelayClient;
  /** A relay that binaries are asked of and nothing else: it is shown nobody's permissions. */
  furtherRelay?(address: string, home: Pick<Home, 'identity'>): BlobSource;
}
