export interface GalleryPage {
  readonly script: string;
  readonly style: string;
  /** What the webview calls its own origin: `webview.cspSource`. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly language: string;
  readonly title: string;
}

/** The page's frame: everything visible is built by its script. Nothing may be loaded that is not named here. */
export function galleryHtml(page: GalleryPage): string {
  const policy = [
    `default-src 'none'`,
    `img-src blob:`,
    `style-src ${page.cspSource}`,
    `font-src ${page.cspSource}`,
    `script-src 'nonce-${page.nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(page.style)}">
<title>${escapeHtml(page.title)}</title>
</head>
<body>
<script nonce="${escapeHtml(page.nonce)}" src="${escapeHtml(page.script)}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
