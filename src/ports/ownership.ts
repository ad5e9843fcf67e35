import type { Did, ModuleId } from '../core/ids.ts';

/** An owner hands a module over or takes that back; whom it is handed to takes it over. */
export type HandOverDeed = 'offer' | 'cancel' | 'take';

/** The engine's part for whose a module is. */
export interface OwnershipApi {
  /** Offers a module to somebody, who has it once they take it over. Resolves with the job.
   * @throws GenError InvalidInput (`did`, `own-did`, `too-long`) | PermissionDenied (`main-key`, `not-owner`, …) | Storage */
  handOver(request: { id: ModuleId; to: string; reason: string }): Promise<string>;
  /** Takes back what was not taken over yet. Resolves with the job. @throws GenError NotFound `offer` | as `handOver` */
  cancelHandOver(request: { id: ModuleId }): Promise<string>;
  /** Takes over what is offered to this person. Resolves with the job.
   * @throws GenError NotFound `offer` | InvalidState `owned` | PermissionDenied `main-key` | Storage */
  takeOver(request: { id: ModuleId }): Promise<string>;
  /** Lets this device install from another owner than it knew, where no hand-over shows why. `owner` is whom the person was
   * shown. @throws GenError InvalidState `owner-other` | NotFound `module` | Storage */
  trustOwner(request: { id: ModuleId; owner: Did }): Promise<void>;
  /** Goes back to the owner whom this device knew before. @throws GenError NotFound `trusted-owner` | Storage */
  distrustOwner(request: { id: ModuleId }): Promise<void>;
}
