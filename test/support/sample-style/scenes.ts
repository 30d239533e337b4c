import { a, PALE_COLOURS, STRONG_COLOURS, type Colour } from './colours.js';
import type { Random } from './random.js';

/** A picture and its exact description. */
export interface Scene {
  /** One word for the file's name. */
  readonly subject: string;
  readonly caption: string;
  /** The content of `<svg viewBox="0 0 width height">`. */
  readonly drawing: string;
}

export interface Canvas {
  readonly width: number;
  readonly height: number;
}

type Painter = (random: Random, canvas: Canvas) => Scene;

/** Draws one of the scenes below. */
export const drawScene = (random: Random, canvas: Canvas): Scene => random.pick(PAINTERS)(random, canvas);

const PAINTERS: readonly Painter[] = [shapes, house, boat, night, balloons, flowers, fish, rings];

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven'];

const circle = (x: number, y: number, r: number, fill: string): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}"/>`;
const rectangle = (x: number, y: number, w: number, h: number, fill: string): string =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}"/>`;
const polygon = (points: readonly (readonly [number, number])[], fill: string): string =>
  `<polygon points="${points.map((point) => point.join(',')).join(' ')}" fill="${fill}"/>`;
const background = ({ width, height }: Canvas, fill: string): string => rectangle(0, 0, width, height, fill);

/** A vertical gradient from the top colour to the bottom colour. */
const fade = (id: string, top: string, bottom: string): string =>
  `<linearGradient id="${id}" x2="0" y2="1"><stop stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient>`;

const SHAPES: Readonly<Record<string, (x: number, y: number, r: number, fill: string) => string>> = {
  circle,
  square: (x, y, r, fill) => rectangle(x - r, y - r, 2 * r, 2 * r, fill),
  triangle: (x, y, r, fill) => polygon([[x, y - r], [x + r, y + r], [x - r, y + r]], fill), // prettier-ignore
  diamond: (x, y, r, fill) => polygon([[x, y - r], [x + r, y], [x, y + r], [x - r, y]], fill), // prettier-ignore
};

function shapes(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const [first, second] = random.pickTwo(Object.entries(SHAPES));
  const [firstColour, secondColour] = random.pickTwo(STRONG_COLOURS);
  const paper = random.pick(PALE_COLOURS);
  const stacked = random.next() < 0.5;
  const r = Math.min(width, height) * 0.17;
  const [from, to] = stacked
    ? ([[width / 2, height * 0.28], [width / 2, height * 0.72]] as const) // prettier-ignore
    : ([[width * 0.28, height / 2], [width * 0.72, height / 2]] as const); // prettier-ignore
  return {
    subject: 'shapes',
    caption: `${a(firstColour)} ${first[0]} ${stacked ? 'above' : 'to the left of'} ${a(secondColour)} ${second[0]} on ${a(paper)} background`,
    drawing:
      background(canvas, paper.hex) +
      first[1](...from, r, firstColour.hex) +
      second[1](...to, r, secondColour.hex),
  };
}

function house(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const [roof, wall] = random.pickTwo(STRONG_COLOURS.filter(({ word }) => word !== 'green'));
  const round = random.next() < 0.5;
  const ground = height * 0.78;
  const [x, w, h] = [width * 0.2, width * 0.34, height * 0.26];
  const [treeX, treeY] = [width * 0.74, ground - height * 0.2];
  const crown = round
    ? circle(treeX, treeY - 20, height * 0.13, '#30a46c')
    : polygon([[treeX, treeY - height * 0.2], [treeX + 80, treeY + 40], [treeX - 80, treeY + 40]], '#2b9a66'); // prettier-ignore
  return {
    subject: 'house',
    caption: `${a(wall)} house with ${a(roof)} roof beside a ${round ? 'round' : 'pointed'} tree, a yellow sun in a clear sky`,
    drawing:
      fade('sky', '#bfe3ff', '#f4faff') +
      background(canvas, 'url(#sky)') +
      circle(width * 0.84, height * 0.17, 48, '#ffc53d') +
      rectangle(0, ground, width, height - ground, '#8bc98b') +
      rectangle(x, ground - h, w, h, wall.hex) +
      polygon(
        [
          [x - 24, ground - h],
          [x + w / 2, ground - h * 1.75],
          [x + w + 24, ground - h],
        ],
        roof.hex,
      ) + // prettier-ignore
      rectangle(x + w * 0.4, ground - h * 0.55, w * 0.2, h * 0.55, '#5c4033') +
      rectangle(x + w * 0.1, ground - h * 0.75, w * 0.2, h * 0.3, '#fff7c2') +
      rectangle(treeX - 12, treeY, 24, ground - treeY, '#7c5840') +
      crown,
  };
}

function boat(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const [sail, hull] = random.pickTwo(STRONG_COLOURS);
  const sunset = random.next() < 0.5;
  const sea = height * 0.66;
  const x = width / 2;
  return {
    subject: 'boat',
    caption: `a sailing boat with ${a(sail)} sail and ${a(hull)} hull on a calm sea ${sunset ? 'at sunset' : 'under a blue sky'}`,
    drawing:
      fade('sky', sunset ? '#ff9592' : '#8ec8f6', sunset ? '#ffe3a3' : '#e6f4fe') +
      fade('sea', '#3b82c4', '#17496f') +
      background(canvas, 'url(#sky)') +
      (sunset ? circle(width * 0.78, sea, 70, '#ffb224') : '') +
      rectangle(0, sea, width, height - sea, 'url(#sea)') +
      rectangle(x - 4, sea - height * 0.42, 8, height * 0.4, '#5c4033') +
      polygon([[x + 10, sea - height * 0.4], [x + width * 0.2, sea - 40], [x + 10, sea - 40]], sail.hex) + // prettier-ignore
      polygon([[x - 130, sea - 20], [x + 150, sea - 20], [x + 100, sea + 50], [x - 90, sea + 50]], hull.hex), // prettier-ignore
  };
}

function night(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const stars = random.between(3, 7);
  const hills = random.pick(STRONG_COLOURS);
  const sky = '#0d2847';
  const drawnStars = Array.from({ length: stars }, (_, i) =>
    circle((width * (i + 0.7)) / (stars + 0.6), height * (0.1 + 0.3 * random.next()), 6, '#fff7c2'),
  );
  return {
    subject: 'night',
    caption: `a crescent moon and ${NUMBERS[stars] ?? ''} stars above ${hills.word} hills at night`,
    drawing:
      background(canvas, sky) +
      circle(width * 0.3, height * 0.52, 60, '#fff7c2') +
      circle(width * 0.3 + 28, height * 0.52 - 14, 52, sky) +
      drawnStars.join('') +
      `<g opacity="0.75">${circle(width * 0.2, height * 1.1, height * 0.4, hills.hex)}</g>` +
      circle(width * 0.75, height * 1.2, height * 0.5, hills.hex),
  };
}

function balloons(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const count = random.between(2, 5);
  const colour = random.pick(STRONG_COLOURS);
  const drawn = Array.from({ length: count }, (_, i) => {
    const x = (width * (i + 1)) / (count + 1);
    const y = height * (0.25 + 0.25 * random.next());
    return (
      `<path d="M${x} ${y + 70} q 20 60 0 120 t 0 120" stroke="#8b8d98" stroke-width="3" fill="none"/>` +
      `<ellipse cx="${x}" cy="${y}" rx="50" ry="64" fill="${colour.hex}"/>` +
      `<ellipse cx="${x - 16}" cy="${y - 24}" rx="10" ry="16" fill="#fff" opacity="0.5"/>`
    );
  });
  return {
    subject: 'balloons',
    caption: `${NUMBERS[count] ?? ''} ${colour.word} balloons on strings in a pale blue sky`,
    drawing: fade('sky', '#c2e6ff', '#f4faff') + background(canvas, 'url(#sky)') + drawn.join(''),
  };
}

function flowers(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const count = random.between(2, 5);
  const [petals, vase] = random.pickTwo(STRONG_COLOURS.filter(({ word }) => word !== 'yellow'));
  const paper = random.pick(PALE_COLOURS);
  const [x, rim] = [width / 2, height * 0.6];
  const drawn = Array.from({ length: count }, (_, i) =>
    flower(x, rim, x + (i - (count - 1) / 2) * 110, height * (0.2 + 0.12 * random.next()), petals),
  );
  return {
    subject: 'flowers',
    caption: `${NUMBERS[count] ?? ''} ${petals.word} flowers in ${a(vase)} vase on ${a(paper)} background`,
    drawing:
      background(canvas, paper.hex) +
      drawn.join('') +
      polygon([[x - 90, rim], [x + 90, rim], [x + 60, height * 0.92], [x - 60, height * 0.92]], vase.hex), // prettier-ignore
  };
}

function flower(stemX: number, stemY: number, x: number, y: number, petals: Colour): string {
  const leaves = Array.from({ length: 6 }, (_, i) => {
    const angle = (i * Math.PI) / 3;
    return circle(x + 26 * Math.cos(angle), y + 26 * Math.sin(angle), 18, petals.hex);
  });
  const stem = `<line x1="${stemX}" y1="${stemY}" x2="${x}" y2="${y}" stroke="#30a46c" stroke-width="7"/>`;
  return stem + leaves.join('') + circle(x, y, 18, '#ffc53d');
}

function fish(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const bubbles = random.between(2, 6);
  const colour = random.pick(STRONG_COLOURS.filter(({ word }) => !['teal', 'blue'].includes(word)));
  const left = random.next() < 0.5;
  const [x, y] = [width / 2, height * 0.55];
  const body =
    polygon([[x + 90, y], [x + 190, y - 80], [x + 190, y + 80]], colour.hex) + // prettier-ignore
    `<ellipse cx="${x}" cy="${y}" rx="140" ry="85" fill="${colour.hex}"/>` +
    circle(x - 80, y - 20, 16, '#fff') +
    circle(x - 84, y - 20, 8, '#1c2024');
  const drawn = Array.from({ length: bubbles }, (_, i) =>
    circle((width * (i + 1)) / (bubbles + 1), height * (0.1 + 0.18 * random.next()), 10 + 3 * i, '#e0f8f3'),
  );
  return {
    subject: 'fish',
    caption: `${a(colour)} fish swimming to the ${left ? 'left' : 'right'} under ${NUMBERS[bubbles] ?? ''} bubbles in teal water`,
    drawing:
      fade('water', '#53b9ab', '#0d3d38') +
      background(canvas, 'url(#water)') +
      drawn.join('') +
      `<g transform="${left ? '' : `translate(${width} 0) scale(-1 1)`}">${body}</g>`,
  };
}

function rings(random: Random, canvas: Canvas): Scene {
  const { width, height } = canvas;
  const count = random.between(1, 4);
  const [top, bottom] = random.pickTwo(STRONG_COLOURS);
  const drawn = Array.from({ length: count }, (_, i) => {
    const r = 60 + i * 55;
    return `<circle cx="${width / 2}" cy="${height / 2}" r="${r}" fill="none" stroke="#fff" stroke-width="14"/>`;
  });
  return {
    subject: 'rings',
    caption: `${NUMBERS[count] ?? ''} white ring${count === 1 ? '' : 's'} on a gradient from ${top.word} at the top to ${bottom.word} at the bottom`,
    drawing: fade('paper', top.hex, bottom.hex) + background(canvas, 'url(#paper)') + drawn.join(''),
  };
}
