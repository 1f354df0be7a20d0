import type { KeptPicture } from './entry';

/** Longest side of a picture as it is sent: a document in it can still be read. */
const LONGEST = 1600;
const QUALITY = 0.82;
const THUMB = 160;

/** A picture made smaller, and a small one to show. */
export interface SmallPicture extends KeptPicture {
	/** As a data address, which the page may show. */
	thumb: string;
}

function draw(image: ImageBitmap, longest: number): HTMLCanvasElement {
	const scale = Math.min(1, longest / Math.max(image.width, image.height));
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(image.width * scale));
	canvas.height = Math.max(1, Math.round(image.height * scale));
	const pen = canvas.getContext('2d');
	if (!pen) throw new Error('no canvas');
	// Where a picture is transparent JPEG would be black.
	pen.fillStyle = '#fff';
	pen.fillRect(0, 0, canvas.width, canvas.height);
	pen.drawImage(image, 0, 0, canvas.width, canvas.height);
	return canvas;
}

/**
 * A picture small enough for a slow network, and without what the camera wrote into it: it is drawn anew. Null when it
 * is no picture that the browser can read.
 */
export async function shrinkPicture(file: Blob, name: string): Promise<SmallPicture | null> {
	let image: ImageBitmap;
	try {
		image = await createImageBitmap(file, { imageOrientation: 'from-image' });
	} catch {
		return null;
	}
	try {
		const canvas = draw(image, LONGEST);
		const bytes = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
		if (!bytes) return null;
		const bare = name.replace(/\.[^.]*$/, '') || 'photo';
		return { name: `${bare}.jpg`, bytes, thumb: draw(image, THUMB).toDataURL('image/jpeg', 0.7) };
	} finally {
		image.close();
	}
}
