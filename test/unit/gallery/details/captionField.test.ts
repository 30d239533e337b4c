import assert from 'node:assert/strict';
import { SyncError } from '../../../../src/core/errors.js';
import type { LocalFile } from '../../../../src/core/ports/fileStore.js';
import { CaptionField, type FieldState } from '../../../../src/gallery/details/captionField.js';
import type { Draft, OpenCaption } from '../../../../src/gallery/details/captionPorts.js';

/** A caption on a disk of its own, an editor that may be open, and the field between them. */
class Desk {
  text: string | undefined;
  /** Counts the writes: each is another state of the file. */
  state = 0;
  draft: Draft | undefined;
  editor: OpenCaption | undefined;
  failure: SyncError | undefined;
  readonly told: FieldState[] = [];
  readonly field: CaptionField;

  constructor(text?: string) {
    this.text = text;
    this.field = this.open();
  }

  /** A field on the same caption: another page, or another extension host. */
  open(): CaptionField {
    return new CaptionField({
      disk: {
        read: () => Promise.resolve(this.text === undefined ? undefined : this.#stored(this.text)),
        write: (text, before) => {
          if (this.failure !== undefined) return Promise.reject(this.failure);
          const now = this.text === undefined ? undefined : this.state;
          if (before?.mtimeMs !== now) return Promise.reject(new SyncError('changed-during-sync'));
          this.writes(text);
          return Promise.resolve(this.#file);
        },
      },
      drafts: { get: () => this.draft, set: (draft) => (this.draft = draft) },
      editor: () => this.editor,
      describe: (error) => (error instanceof SyncError ? error.code : String(error)),
      onChange: (state) => this.told.push(state),
    });
  }

  /** Another program writes. */
  writes(text: string | undefined): void {
    this.text = text;
    this.state++;
  }

  get now(): FieldState {
    return this.told.at(-1) ?? assert.fail('nothing was told');
  }

  /** Types into the field as the page has it. */
  types(text: string): Promise<void> {
    return this.field.edit(text, this.now.revision);
  }

  opensEditor(text: string, isDirty = false): { text: string; isDirty: boolean; saved: number } {
    const document = { text, isDirty, saved: 0 };
    this.editor = {
      get text() {
        return document.text;
      },
      get isDirty() {
        return document.isDirty;
      },
      replace: (to) => {
        Object.assign(document, { text: to, isDirty: true });
        return Promise.resolve(true);
      },
      save: () => {
        this.writes(document.text);
        Object.assign(document, { isDirty: false, saved: document.saved + 1 });
        return Promise.resolve(true);
      },
    };
    return document;
  }

  get #file(): LocalFile {
    return { path: 'a.txt', size: 1, mtimeMs: this.state, ino: 1 };
  }

  #stored(text: string) {
    return text === 'BINARY'
      ? { file: this.#file, text: undefined, problem: 'binary' as const }
      : { file: this.#file, text, problem: undefined };
  }
}

async function looking(text?: string): Promise<Desk> {
  const desk = new Desk(text);
  await desk.field.look();
  return desk;
}

describe('The field of a caption', () => {
  it('shows the file, holds what is typed, and writes it when it is left', async () => {
    const desk = await looking('\ufeffa red fish\r\nb');
    assert.equal(desk.now.text, 'a red fish\nb');
    assert.equal(desk.now.isDirty, false);
    await desk.types('a blue fish\nb');
    assert.equal(desk.now.isDirty, true);
    assert.equal(desk.text, '\ufeffa red fish\r\nb');
    await desk.field.save();
    assert.equal(desk.text, '\ufeffa blue fish\r\nb');
    assert.equal(desk.now.isDirty, false);
    assert.equal(desk.draft, undefined);
  });

  it('writes nothing if the text is back as it was', async () => {
    const desk = await looking('a\r\nb\nc');
    await desk.types('a\nbX\nc');
    await desk.types('a\nb\nc');
    assert.equal(desk.now.isDirty, false);
    await desk.field.save();
    assert.equal(desk.state, 0);
  });

  it('makes no file for a caption that nobody typed', async () => {
    const desk = await looking();
    assert.equal(desk.now.exists, false);
    await desk.types('  ');
    await desk.field.save();
    assert.equal(desk.text, undefined);
    assert.equal(desk.now.isDirty, false);
    await desk.types('a cat');
    await desk.field.save();
    assert.equal(desk.text, 'a cat');
  });

  it('never empties a file: it keeps the old text and says so', async () => {
    const desk = await looking('a cat');
    await desk.types('\n');
    await desk.field.save();
    assert.equal(desk.text, 'a cat');
    assert.equal(desk.now.isEmptied, true);
    assert.equal(desk.now.isDirty, true);
    await desk.types('a dog');
    assert.equal(desk.now.isEmptied, false);
    await desk.field.save();
    assert.equal(desk.text, 'a dog');
  });

  it('follows another program while nothing is typed', async () => {
    const desk = await looking('a cat');
    const before = desk.now.revision;
    desk.writes('a dog');
    await desk.field.look();
    assert.equal(desk.now.text, 'a dog');
    assert.ok(desk.now.revision > before);
  });

  it('asks when another program changed what is being typed, and each answer is carried out', async () => {
    for (const keep of ['mine', 'theirs'] as const) {
      const desk = await looking('a cat');
      await desk.types('a cat on a sofa');
      desk.writes('a dog');
      await desk.field.save();
      assert.equal(desk.text, 'a dog');
      assert.equal(desk.now.conflict, 'changed');
      assert.equal(desk.now.text, 'a cat on a sofa');
      await desk.field.resolve(keep);
      assert.equal(desk.now.conflict, null);
      assert.equal(desk.now.isDirty, false);
      assert.equal(desk.text, keep === 'mine' ? 'a cat on a sofa' : 'a dog');
      assert.equal(desk.now.text, desk.text);
    }
  });

  it('says that the file was removed, and makes it again only if the user wants that', async () => {
    const desk = await looking('a cat');
    await desk.types('a cat on a sofa');
    desk.writes(undefined);
    await desk.field.look();
    assert.equal(desk.now.conflict, 'removed');
    await desk.field.save();
    assert.equal(desk.text, undefined);
    await desk.field.resolve('mine');
    assert.equal(desk.text, 'a cat on a sofa');
  });

  it('writes over a file that was only touched', async () => {
    const desk = await looking('a cat');
    await desk.types('a cat on a sofa');
    desk.writes('a cat');
    await desk.field.save();
    assert.equal(desk.text, 'a cat on a sofa');
    assert.equal(desk.now.conflict, null);
  });

  it('keeps the text when it cannot be written, and says why', async () => {
    const desk = await looking('a cat');
    await desk.types('a dog');
    desk.failure = new SyncError('unwritable-file');
    await desk.field.save();
    assert.equal(desk.now.problem, 'unwritable-file');
    assert.equal(desk.now.isDirty, true);
    desk.failure = undefined;
    await desk.field.save();
    assert.equal(desk.text, 'a dog');
    assert.equal(desk.now.problem, null);
  });

  it('does not edit what is no text', async () => {
    const desk = await looking('BINARY');
    assert.equal(desk.now.readOnly, 'binary');
    await desk.types('a dog');
    await desk.field.save();
    assert.equal(desk.text, 'BINARY');
    assert.equal(desk.draft, undefined);
  });

  it('goes on with the draft of an earlier window', async () => {
    const desk = await looking('a cat');
    await desk.types('a cat on a sofa');
    const later = desk.open();
    await later.look();
    assert.equal(desk.now.text, 'a cat on a sofa');
    assert.equal(desk.now.isDirty, true);
    await later.save();
    assert.equal(desk.text, 'a cat on a sofa');
  });

  it('does not lose a letter that was typed while another text arrived', async () => {
    const desk = await looking('a cat\n\na dog');
    const { revision } = desk.now;
    desk.writes('a cat\n\na big dog');
    await desk.field.look();
    await desk.field.edit('a black cat\n\na dog', revision);
    assert.equal(desk.now.text, 'a black cat\n\na big dog');
    await desk.field.save();
    assert.equal(desk.text, 'a black cat\n\na big dog');
  });

  it('asks if that letter contradicts the text that arrived', async () => {
    const desk = await looking('a cat');
    const { revision } = desk.now;
    desk.writes('a dog');
    await desk.field.look();
    await desk.field.edit('a cats', revision);
    assert.equal(desk.now.conflict, 'changed');
    assert.equal(desk.now.text, 'a cats');
    await desk.field.save();
    assert.equal(desk.text, 'a dog');
  });

  describe('with the caption open in an editor', () => {
    it('shows and edits the unsaved text there, and leaves the saving to the editor', async () => {
      const desk = await looking('a cat');
      const document = desk.opensEditor('a cat, unsaved', true);
      await desk.field.look();
      assert.equal(desk.now.text, 'a cat, unsaved');
      assert.equal(desk.now.isInEditor, true);
      await desk.types('a cat, unsaved, too');
      assert.equal(document.text, 'a cat, unsaved, too');
      assert.equal(desk.text, 'a cat');
      await desk.field.save();
      assert.equal(document.saved, 1);
      assert.equal(desk.text, 'a cat, unsaved, too');
    });

    it('puts what was typed before into the editor', async () => {
      const desk = await looking('a cat');
      await desk.types('a cat on a sofa');
      const document = desk.opensEditor('a cat');
      await desk.field.look();
      assert.equal(document.text, 'a cat on a sofa');
      assert.equal(desk.draft, undefined);
    });

    it('keeps both texts if the editor has another one already', async () => {
      const desk = await looking('a cat');
      await desk.types('a cat on a sofa');
      const document = desk.opensEditor('a dog', true);
      await desk.field.look();
      assert.equal(desk.now.conflict, 'changed');
      assert.equal(document.text, 'a dog');
      assert.equal(desk.now.text, 'a cat on a sofa');
      await desk.field.resolve('mine');
      assert.equal(document.text, 'a cat on a sofa');
      assert.equal(desk.now.conflict, null);
    });

    it('does not save an empty text', async () => {
      const desk = await looking('a cat');
      const document = desk.opensEditor('', true);
      await desk.field.look();
      await desk.field.save();
      assert.equal(document.saved, 0);
      assert.equal(desk.now.isEmptied, true);
    });
  });
});
