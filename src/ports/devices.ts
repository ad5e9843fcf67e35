import type { Did, Micros, ModuleId } from '../core/ids.ts';
import type { DeviceView } from '../core/view/fold-devices.ts';

/** What a new device shows for the one that holds the main key to read. */
export interface DeviceOffer {
  readonly device: Did;
  readonly name: string;
  /** To be opened on the other device, or shown as a QR code. It is a secret until it has been answered. */
  readonly link: string;
  readonly offeredAt: Micros;
}

/** What the other device answered: to be looked at before this one belongs to that person. */
export interface DeviceInvitation {
  readonly person: Did;
  /** Modules that this device may publish from the beginning. */
  readonly modules: readonly ModuleId[];
}

export interface Paired {
  readonly device: Did;
  readonly name: string;
  /** Takes the answer to the new device where no relay does. */
  readonly link: string;
  /** Whether the relay has it for the new device. */
  readonly isLeft: boolean;
  /** Modules that could not be read now, which the new device may not publish yet. */
  readonly missed: readonly ModuleId[];
  /** The job that tells the registry. */
  readonly job: string;
}

export interface CutOff {
  /** The job that tells the registry. */
  readonly job: string;
  /** Modules that could not be read now: a device that was let publish there is still listed in them, and refused. */
  readonly missed: readonly ModuleId[];
}

/** What a request says, before anybody agrees to it. @throws GenError InvalidInput `pairing-link`. */
export interface PairingRequestFacts {
  readonly device: Did;
  readonly name: string;
}

/** The engine's part for the devices of this person. */
export interface DeviceApi {
  /** This person's, oldest first, with those that were cut off; last, pending, those of which the registry was never told. */
  devices(): Promise<readonly DeviceView[]>;
  /** Says how a device of this person is called. Resolves with the job.
   * @throws GenError InvalidInput (`empty`, `too-long`, `name-text`) | NotFound `device` | PermissionDenied `main-key` | Storage */
  nameDevice(request: { device: Did; name: string }): Promise<string>;
  /** Cuts a device off: nothing new by it is taken or counts; what it made so far and the registry has receipted stands.
   * Again, it reaches modules that could not be read before.
   * @throws GenError NotFound `device` | PermissionDenied `main-key` | Network | Storage */
  cutOffDevice(request: { device: Did; reason: string }): Promise<CutOff>;
  /** @throws GenError InvalidInput `pairing-link` */
  readPairing(link: string): Promise<PairingRequestFacts>;
  /** Lets a new device sign for this person, and leaves the answer for it. What tells the registry cannot be cancelled.
   * @throws GenError InvalidInput `pairing-link` | `own-did`; PermissionDenied `main-key` | `device-cut-off`; AlreadyExists
   * `pairing`; Storage */
  pairDevice(link: string): Promise<Paired>;

  /** This device asks to sign for the person of another one; a new offer takes the place of the one before.
   * @throws GenError InvalidInput (`empty`, `too-long`, `name-text`) | Storage */
  offerDevice(name: string): Promise<DeviceOffer>;
  /** What is offered now, if anything. */
  deviceOffer(): Promise<DeviceOffer | undefined>;
  /** Asks the relay for the answer, or reads it from a link. `undefined`: there is none yet.
   * @throws GenError InvalidInput `pairing-link` | `pairing-answer`; PermissionDenied `not-for-you`; InvalidState `no-offer` |
   * `offer-expired`; Network */
  deviceInvitation(link?: string): Promise<DeviceInvitation | undefined>;
  /** Takes the invitation that was read last: this device belongs to that person from now on, and to nobody before.
   * @throws GenError InvalidState `no-offer` | `jobs-open` | Storage */
  joinPerson(person: Did): Promise<void>;
  dropOffer(): Promise<void>;
}
