// A photo as it is kept: at most 1280 pixels, which also leaves behind where it was taken.
const LONGEST = 1280;

function drawn(picture) {
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

export async function shrunk(file) {
  const picture = await createImageBitmap(file);
  const canvas = drawn(picture);
  if (picture.close) picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.72));
  return blob.arrayBuffer();
}
