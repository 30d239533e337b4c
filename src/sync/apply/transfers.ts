import { mayBeCaption } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { downloadObject } from './download.js';
import { copyAside } from './copyAside.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import { applyMerge } from './applyMerge.js';
import type { Failure } from '../../core/outcome.js';
import { sizeOf, transfersOf, type RenamedCopy, type Transfer, type TransferGroup } from '../plan/plan.js';
import { forEachLimited } from '../../core/concurrency/limited.js';
import type { Attempt, Run } from './run.js';
import { uploadFile } from './upload.js';

const LOG_VERB = { upload: 'Uploaded', download: 'Downloaded', merge: 'Merged' } as const;

/** Carries out the transfers of a run's plan. Its fields show the current state. Failures go to `run.failed`. */
export class Transfers {
  /** Files whose whole pair is done: half a pair never counts. */
  readonly transferred: RelativePath[] = [];
  /** New names, on both sides, of files that the target had. */
  readonly copies: RelativePath[] = [];
  /** Not begun, because another file of the pair failed. */
  readonly heldBack = new Set<RelativePath>();
  /** Of all transferred files. */
  bytes = 0;
  readonly #filesTotal: number;
  readonly #bytesTotal: number;
  #filesDone = 0;
  /** Captions that are done while none of their images is. */
  readonly #captionsAlone = new Set<RelativePath>();

  constructor(private readonly run: Run) {
    const all = transfersOf(run.request.plan);
    this.#filesTotal = all.length;
    this.#bytesTotal = all.reduce((sum, transfer) => sum + sizeOf(transfer), 0);
  }

  get captionsWithoutImage(): readonly RelativePath[] {
    return [...this.#captionsAlone];
  }

  /** As many files at once as the transfer slots admit. */
  async carryOut(): Promise<void> {
    const { request, context, signal } = this.run;
    await forEachLimited(request.plan.groups, context.slots.mostFilesAtOnce, signal, (group) =>
      this.#transferGroup(group),
    );
  }

  /** Transfers the caption first. Where it fails, its images are held back: no image arrives before its caption. */
  async #transferGroup({ transfers, copies = [] }: TransferGroup): Promise<void> {
    if (!(await this.#makeCopies(copies, transfers))) return;
    const caption = transfers.find(({ path }) => mayBeCaption(path));
    const images = transfers.filter((transfer) => transfer !== caption);
    if (caption !== undefined) {
      const attempt = await this.#transfer(caption);
      if (attempt.end === 'failed') this.#fail(attempt.failure, images[0]?.path, images);
      if (attempt.end !== 'done') return;
      if (images.length === 0) this.transferred.push(caption.path);
      else this.#captionsAlone.add(caption.path);
    }
    await this.#transferImages(images, caption?.path);
  }

  /** Copies the whole pair aside before any of it is overwritten. Resolves to `false` where that fails. */
  async #makeCopies(copies: readonly RenamedCopy[], transfers: readonly Transfer[]): Promise<boolean> {
    const { run } = this;
    for (const copy of copies) {
      const attempt = await run.attempt(copy.path, async () => {
        run.manifest.remember(copy.as, await copyAside(copy, run.request.plan.direction, run.context));
      });
      if (attempt.end === 'failed') this.#fail(attempt.failure, undefined, transfers);
      if (attempt.end !== 'done') return false;
      this.copies.push(copy.as);
      run.request.log('info', `Kept as ${copy.as}: ${copy.path}`);
    }
    return true;
  }

  /**
   * The caption counts as done with the first of its images. Where no image succeeds, the pair counts as the failure of
   * its image.
   */
  async #transferImages(images: readonly Transfer[], caption: RelativePath | undefined): Promise<void> {
    for (const image of images) {
      const attempt = await this.#transfer(image);
      if (attempt.end === 'stopped') return;
      if (attempt.end === 'failed') {
        this.#fail(attempt.failure, caption);
        continue;
      }
      this.transferred.push(image.path);
      if (caption !== undefined && this.#captionsAlone.delete(caption)) this.transferred.push(caption);
    }
  }

  async #transfer(transfer: Transfer): Promise<Attempt> {
    const { path, action, reason } = transfer;
    const { run } = this;
    const attempt = await run.attempt(path, async () => {
      run.manifest.remember(path, await this.#carryOut(transfer));
    });
    if (attempt.end !== 'done') return attempt;
    this.#filesDone += 1;
    this.bytes += sizeOf(transfer);
    run.request.log('info', `${LOG_VERB[action]}: ${path} (${reason})`);
    run.request.onProgress({
      phase: 'transferring',
      filesDone: this.#filesDone,
      filesTotal: this.#filesTotal,
      bytesDone: this.bytes,
      bytesTotal: this.#bytesTotal,
      current: path,
    });
    return attempt;
  }

  #carryOut(transfer: Transfer): Promise<ManifestEntry> {
    switch (transfer.action) {
      case 'upload':
        return uploadFile(transfer, this.run.context);
      case 'download':
        return downloadObject(transfer, this.run.context);
      case 'merge':
        return applyMerge(transfer, this.run.context);
    }
  }

  #fail(failure: Failure, partner: RelativePath | undefined, heldBack: readonly Transfer[] = []): void {
    for (const { path } of heldBack) this.heldBack.add(path);
    this.run.failed.push(
      partner === undefined ? failure : { ...failure, data: { ...failure.data, partner } },
    );
  }
}
