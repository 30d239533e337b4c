import { mayBeCaption } from '../dataset/pairing.js';
import type { RelativePath } from '../dataset/trainingImage.js';
import { downloadObject } from './download.js';
import { keepCopy } from './keepBoth.js';
import type { ManifestEntry } from './manifest.js';
import { applyMerge } from './mergeCaption.js';
import type { Failure } from './outcome.js';
import { sizeOf, transfersOf, type KeptCopy, type Transfer, type TransferGroup } from './plan.js';
import { forEachLimited } from './pool.js';
import type { Attempt, Run } from './run.js';
import { uploadFile } from './upload.js';

const DONE = { upload: 'Uploaded', download: 'Downloaded', merge: 'Merged' } as const;

export interface TransferTally {
  /** Files whose whole pair is done: no half pair is claimed. */
  readonly transferred: readonly RelativePath[];
  readonly notAttempted: number;
  readonly bytes: number;
}

/** Carries out all transfers of a run's plan, as many at once as have a place on the wire. Failures go to `run.failed`. */
export async function transferAll(run: Run): Promise<TransferTally> {
  const transfers = new Transfers(run);
  const { plan } = run.request;
  await forEachLimited(plan.groups, run.acting.wire.mostAtOnce, run.signal, (group) =>
    transfers.moveGroup(group),
  );
  return transfers;
}

class Transfers implements TransferTally {
  readonly transferred: RelativePath[] = [];
  bytes = 0;
  notAttempted: number;
  readonly #filesTotal: number;
  readonly #bytesTotal: number;
  #filesDone = 0;

  constructor(readonly run: Run) {
    const all = transfersOf(run.request.plan);
    this.#filesTotal = all.length;
    this.#bytesTotal = all.reduce((sum, transfer) => sum + sizeOf(transfer), 0);
    this.notAttempted = all.length;
  }

  /** The caption first; where it fails, its images are held back: none arrives before its caption. */
  async moveGroup({ transfers, copies = [] }: TransferGroup): Promise<void> {
    if (!(await this.#makeCopies(copies, transfers))) return;
    const caption = transfers.find(({ path }) => mayBeCaption(path));
    const images = transfers.filter((transfer) => transfer !== caption);
    if (caption !== undefined) {
      const attempt = await this.#move(caption);
      if (attempt.end === 'failed') {
        this.#fail(attempt.failure, images[0]?.path);
        this.notAttempted -= 1 + images.length;
      }
      if (attempt.end !== 'done') return;
      if (images.length === 0) this.#claim(caption.path);
    }
    await this.#moveImages(images, caption?.path);
  }

  /** Nothing of a pair is overwritten before all of it has been kept. `false`: it could not be. */
  async #makeCopies(copies: readonly KeptCopy[], transfers: readonly Transfer[]): Promise<boolean> {
    const { run } = this;
    for (const copy of copies) {
      const attempt = await run.attempt(copy.path, async () => {
        run.manifest.remember(copy.as, await keepCopy(copy, run.request.plan.direction, run.acting));
      });
      if (attempt.end === 'failed') {
        this.#fail(attempt.failure, undefined);
        this.notAttempted -= transfers.length;
      }
      if (attempt.end !== 'done') return false;
      run.request.log('info', `Kept as ${copy.as}: ${copy.path}`);
    }
    return true;
  }

  /** A caption counts as done with the first of its images; with none, the pair is the failure of its image. */
  async #moveImages(images: readonly Transfer[], caption: RelativePath | undefined): Promise<void> {
    let unclaimed = images.length > 0 ? caption : undefined;
    let failures = 0;
    for (const image of images) {
      const attempt = await this.#move(image);
      if (attempt.end === 'stopped') return;
      if (attempt.end === 'failed') {
        this.#fail(attempt.failure, caption);
        this.notAttempted -= 1;
        failures += 1;
        continue;
      }
      this.#claim(image.path);
      if (unclaimed !== undefined) this.#claim(unclaimed);
      unclaimed = undefined;
    }
    if (unclaimed !== undefined && failures > 0) this.notAttempted -= 1;
  }

  async #move(transfer: Transfer): Promise<Attempt> {
    const { path, action, reason } = transfer;
    const { run } = this;
    const attempt = await run.attempt(path, async () => {
      run.manifest.remember(path, await this.#carry(transfer));
    });
    if (attempt.end !== 'done') return attempt;
    this.#filesDone += 1;
    this.bytes += sizeOf(transfer);
    run.request.log('info', `${DONE[action]}: ${path} (${reason})`);
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

  #carry(transfer: Transfer): Promise<ManifestEntry> {
    switch (transfer.action) {
      case 'upload':
        return uploadFile(transfer, this.run.acting);
      case 'download':
        return downloadObject(transfer, this.run.acting);
      case 'merge':
        return applyMerge(transfer, this.run.acting);
    }
  }

  #claim(path: RelativePath): void {
    this.transferred.push(path);
    this.notAttempted -= 1;
  }

  #fail(failure: Failure, partner: RelativePath | undefined): void {
    this.run.failed.push(
      partner === undefined ? failure : { ...failure, data: { ...failure.data, partner } },
    );
  }
}
