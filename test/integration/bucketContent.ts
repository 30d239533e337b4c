import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import * as vscode from 'vscode';
import { workspaceFolder } from './workspace.js';

/** The bucket of the sample workspace, accessed with a separate client. */
export class BucketContent {
  readonly #bucket: string;
  readonly #client: S3Client;

  constructor() {
    const settings = vscode.workspace.getConfiguration('s3TrainingData', workspaceFolder().uri);
    this.#bucket = settings.get<string>('bucket', '');
    this.#client = new S3Client({
      endpoint: settings.get<string>('endpoint', ''),
      region: settings.get<string>('region', ''),
      forcePathStyle: true,
    });
  }

  /** Names below `styles/<id>/`, sorted. */
  async files(styleId: string): Promise<string[]> {
    const prefix = `styles/${styleId}/`;
    const page = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix }));
    return (page.Contents ?? []).map(({ Key = '' }) => Key.slice(prefix.length)).sort();
  }

  async text(styleId: string, name: string): Promise<string> {
    const object = await this.#client.send(
      new GetObjectCommand({ Bucket: this.#bucket, Key: `styles/${styleId}/${name}` }),
    );
    return (await object.Body?.transformToString()) ?? '';
  }

  async put(styleId: string, name: string, content: string): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: `styles/${styleId}/${name}`, Body: content }),
    );
  }

  async remove(styleId: string, name: string): Promise<void> {
    await this.#client.send(
      new DeleteObjectCommand({ Bucket: this.#bucket, Key: `styles/${styleId}/${name}` }),
    );
  }

  close(): void {
    this.#client.destroy();
  }
}
