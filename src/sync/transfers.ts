import { mayBeCaption } from '../dataset/pairing.js';
import type { RelativePath } from '../dataset/trainingImage.js';
import { downloadObject } from './download.js';
import { keyPrefixOf } from './location.js';
import type { ManifestEntry } from './manifest.js';
import type { Failure } from './outcome.js';
import { sizeOf, transfersOf, type Transfer, type TransferGroup } from './plan.js';
import { ByteBudget, forEachLimited } from './pool.js';
import type { Attempt, Run } from './run.js';
import { uploadFile } from './upload.js';

/** File contents held in memory at once. Bytes. */
const MEMORY = 64 * 1024 * 1024;

export interface TransferTally {
  /** Files whose whole pair is done: no half pair is claimed. */
  readonly transferred: readonly RelativePath[];
  readonly notAttempted: number;
  readonly bytes: number;
}

/** Carries out all transfers of a run's plan, so many groups at once. Failures go to `run.failed`. */
export async function transferAll(run: Run): Promise<TransferTally> {
  const transfers = new Transfers(run);
  const { plan, concurrency } = run.request;
  await forEachLimited(plan.groups, concurrency, run.signal, (group) => transfers.moveGroup(group));
  return transfers;
}

class Transfers implements TransferTally {
  readonly transferred: RelativePath[] = [];
  bytes = 0;
  notAttempted: number;
  readonly #budget = new ByteBudget(MEMORY);
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
  async moveGroup({ transfers }: TransferGroup): Promise<void> {
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
    run.request.log('info', `${action === 'upload' ? 'Uploaded' : 'Downloaded'}: ${path} (${reason})`);
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
    const { files, objects, plan } = this.run.request;
    if (transfer.action === 'download') return downloadObject(transfer, { files, objects }, this.run.signal);
    const context = { files, objects, keyPrefix: keyPrefixOf(plan.location), budget: this.#budget };
    return uploadFile(transfer, context, this.run.signal);
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
