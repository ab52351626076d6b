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

// A paper that cannot be read has to be taken again while one is still there: dark as a whole, or dark in a corner.
function lighting(canvas) {
  const small = document.createElement("canvas");
  small.width = small.height = 4;
  const pen = small.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(canvas, 0, 0, 4, 4);
  const { data } = pen.getImageData(0, 0, 4, 4);
  const light = Array.from({ length: 16 }, (_, n) => (data[4 * n] + data[4 * n + 1] + data[4 * n + 2]) / 3);
  if (light.reduce((sum, one) => sum + one, 0) / 16 < 70) return "这张太暗了，换个亮的地方重拍更清楚";
  return Math.max(...light) - Math.min(...light) > 150 ? "这张有阴影，挡光的挪开重拍更清楚" : "";
}

// told: hears what is wrong with the light, "" for nothing; the photo is kept all the same.
export async function shrunk(file, told) {
  const picture = await createImageBitmap(file);
  const canvas = drawn(picture);
  if (picture.close) picture.close();
  if (told) told(lighting(canvas));
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.72));
  return blob.arrayBuffer();
}
