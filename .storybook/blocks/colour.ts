/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [number, number, number];

const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
  willReadFrequently: true,
});

/** What a computed colour looks like on a screen, over another one where it is translucent. */
export function toRgb(colour: string, ground = '#fff'): Rgb {
  if (!pen) throw new Error('This browser cannot draw');
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 1, 1);
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

export const toHex = (colour: string): string =>
  `#${toRgb(colour)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;

/** The ratio of WCAG 2 between two computed colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(toRgb(one)), luminance(toRgb(other))].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Any CSS colour, also one made of custom properties, as it is computed inside this node. */
export function computedColour(css: string, inside: ParentNode & Node): string {
  const probe = document.createElement('i');
  probe.style.color = css;
  probe.hidden = true;
  inside.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
