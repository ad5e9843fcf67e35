import type { Did } from '../core/ids.ts';

/** A person's key takes the place of another one, which is kept until all that it owned has followed. */
export interface IdentityRotation {
  /** What was begun and has not ended: the old key hands over, or the new one takes over. */
  step(): Promise<'none' | 'handing-over' | 'taking-over'>;
  /** The key that follows; made at the first call, and the same until `swap`. */
  next(): Promise<Did>;
  /** The next key is the identity from now on, and the one before is kept beside it. @throws GenError Storage */
  swap(): Promise<void>;
  /** The rotation is over; the key before is kept, for whatever has not followed. @throws GenError Storage */
  end(): Promise<void>;
  /** The keys of rotations that are over, oldest first. @throws GenError Storage */
  formers(): Promise<readonly FormerKey[]>;
  /** One of these is gone for ever. @throws GenError Storage */
  forget(former: FormerKey): Promise<void>;
}

export interface FormerKey {
  readonly did: Did;
  /** Where a person finds it. */
  readonly at: string;
}
