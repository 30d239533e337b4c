import { Gallery } from './gallery.js';
import { PanelChannel } from './panelChannel.js';

const channel = new PanelChannel();
let gallery: Gallery | undefined;
channel.reportErrors();
channel.listen((message) => {
  if (message.type === 'init') gallery ??= new Gallery(document.body, channel, message);
  else gallery?.receive(message);
});
channel.post({ type: 'ready' });
