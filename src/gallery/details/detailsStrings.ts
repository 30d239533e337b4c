import type { Translate } from '../../operations/texts/translate.js';
import type { DetailsStrings } from '../messages/detailsMessages.js';

export function detailsStrings(t: Translate): DetailsStrings {
  return {
    details: t('Details'),
    showDetails: t('Show Details'),
    close: t('Close Details'),
    previous: t('Previous Image (Alt+PageUp)'),
    next: t('Next Image (Alt+PageDown)'),
    position: t('{0} of {1}'),
    openImage: t('Open Image'),
    openCaption: t('Open Caption Beside'),
    picture: t('Picture'),
    fit: t('Fit to Window (0)'),
    actualSize: t('Actual Size (1)'),
    zoomIn: t('Zoom In (+)'),
    zoomOut: t('Zoom Out (-)'),
    pixels: t('{0} × {1}'),
    cannotShow: t('This picture cannot be shown here.'),
    caption: t('Caption'),
    addCaption: t('No caption yet: type one'),
    unsaved: t('Not saved yet (Ctrl+S)'),
    inEditor: t('Open in an editor: this is its text.'),
    notUtf8: t('This caption is not UTF-8 text. It can be read here, not edited: its bytes would be lost.'),
    binary: t('This file is not text. It can be read here, not edited.'),
    tooLarge: t('This file is too large for a caption. It can be read here, not edited.'),
    unreadable: t('This caption cannot be read.'),
    conflictChanged: t('The file was changed by another program while you were typing.'),
    conflictRemoved: t('The file was removed by another program while you were typing.'),
    keepMine: t('Keep Mine'),
    takeTheirs: t('Take Theirs'),
    emptied: t('A caption without text is not saved: trainers do not take it for no caption.'),
    compare: t('Compare'),
    deleteCaption: t('Delete Caption'),
    keepOldText: t('Keep Old Text'),
    resize: t('Width of the details'),
  };
}
